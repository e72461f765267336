package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.Hash;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Store] must do. Extend it, say how your store is opened, and run it with JUnit.
@Timeout(60)
public abstract class StoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");

  private Store store;

  /// Opens a store that is empty.
  protected abstract Store open();

  /// Moves the clock by which the store's leases run out.
  protected abstract void advance(Duration by);

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  // Streams

  @Test
  void read_unknownStream_empty() {
    assertThat(store.read("nothing", 0)).isEmpty();
  }

  @Test
  void append_thenRead_sameEntriesInOrder() {
    Entry odd = new Entry("Neu", AT, "{\"a\":\"\\u0000 世界 😀\"}", "line\n\"quoted\"\t" + "x".repeat(100_000));
    long end = store.append("s", 0, List.of(entry("1"), odd), null);

    assertThat(end).isEqualTo(2);
    assertThat(store.read("s", 0)).containsExactly(entry("1"), odd);
  }

  @Test
  void read_fromPosition_theRest() {
    store.append("s", 0, List.of(entry("1"), entry("2")), null);
    store.append("s", 2, List.of(entry("3")), null);

    assertThat(store.read("s", 1)).containsExactly(entry("2"), entry("3"));
    assertThat(store.read("s", 3)).isEmpty();
  }

  @Test
  void append_toAnotherStream_isApart() {
    store.append("s", 0, List.of(entry("1")), null);
    store.append("t", 0, List.of(entry("2")), null);

    assertThat(store.read("s", 0)).containsExactly(entry("1"));
  }

  @Test
  void append_behindTheEnd_conflictAndNothingIsWritten() {
    store.append("s", 0, List.of(entry("1")), null);

    assertThatThrownBy(() -> store.append("s", 0, List.of(entry("2")), null))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("'s'");
    assertThat(store.read("s", 0)).containsExactly(entry("1"));
  }

  @Test
  void append_beyondTheEnd_conflict() {
    assertThatThrownBy(() -> store.append("s", 1, List.of(entry("1")), null)).isInstanceOf(ConflictException.class);
    assertThat(store.read("s", 0)).isEmpty();
  }

  @Test
  void append_noEntries_refused() {
    assertThatThrownBy(() -> store.append("s", 0, List.of(), null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void append_manyWritersAtOnePosition_oneWins() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Entry entry = entry("" + i);
      writers.add(() -> wins(entry));
    }
    int won = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> outcome : executor.invokeAll(writers)) {
        won += outcome.get() ? 1 : 0;
      }
    }

    assertThat(won).isEqualTo(1);
    assertThat(store.read("s", 0)).hasSize(1);
  }

  private boolean wins(Entry entry) {
    try {
      store.append("s", 0, List.of(entry), null);
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  // Leases

  @Test
  void lease_free_isTaken() {
    assertThat(store.lease("l", "ann", MINUTE)).hasValueSatisfying(lease -> {
      assertThat(lease.name()).isEqualTo("l");
      assertThat(lease.owner()).isEqualTo("ann");
    });
  }

  @Test
  void lease_heldByAnother_empty() {
    take("ann");

    assertThat(store.lease("l", "bob", MINUTE)).isEmpty();
  }

  @Test
  void lease_heldByTheSame_isExtendedWithTheSameToken() {
    Lease first = take("ann");
    advance(Duration.ofSeconds(40));
    Lease second = take("ann");
    advance(Duration.ofSeconds(40));

    assertThat(second.token()).isEqualTo(first.token());
    assertThat(store.lease("l", "bob", MINUTE)).isEmpty();
  }

  @Test
  void lease_timeOver_isTakenWithAGreaterToken() {
    Lease first = take("ann");
    advance(Duration.ofSeconds(61));

    assertThat(take("bob").token()).isGreaterThan(first.token());
  }

  @Test
  void lease_givenBack_isFreeAndTokensStillGrow() {
    Lease first = take("ann");
    store.release(first);

    assertThat(take("bob").token()).isGreaterThan(first.token());
  }

  @Test
  void lease_notPositive_refused() {
    assertThatThrownBy(() -> store.lease("l", "ann", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void release_lostLease_doesNotTouchTheNewHolder() {
    Lease lost = take("ann");
    advance(Duration.ofSeconds(61));
    take("bob");
    store.release(lost);

    assertThat(store.lease("l", "cid", MINUTE)).isEmpty();
  }

  @Test
  void append_underTheLease_isWritten() {
    assertThat(store.append("s", 0, List.of(entry("1")), take("ann"))).isEqualTo(1);
  }

  @Test
  void append_timeOverButNobodyTookIt_isWritten() {
    Lease lease = take("ann");
    advance(Duration.ofSeconds(61));

    assertThat(store.append("s", 0, List.of(entry("1")), lease)).isEqualTo(1);
  }

  @Test
  void append_underALostLease_fencedAndNothingIsWritten() {
    Lease lost = take("ann");
    advance(Duration.ofSeconds(61));
    take("bob");

    assertThatThrownBy(() -> store.append("s", 0, List.of(entry("1")), lost))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("ann");
    assertThat(store.read("s", 0)).isEmpty();
  }

  @Test
  void append_underAReleasedLease_fenced() {
    Lease lease = take("ann");
    store.release(lease);

    assertThatThrownBy(() -> store.append("s", 0, List.of(entry("1")), lease)).isInstanceOf(FencedException.class);
  }

  // Content

  @Test
  void put_thenGet_sameBytesUnderTheirHash() {
    byte[] content = "世界".getBytes(StandardCharsets.UTF_8);

    String hash = store.put(content);

    assertThat(hash).isEqualTo(Hash.sha256(content));
    assertThat(store.get(hash)).hasValueSatisfying(found -> assertThat(found).isEqualTo(content));
  }

  @Test
  void put_again_sameHash() {
    assertThat(store.put(new byte[] {1})).isEqualTo(store.put(new byte[] {1}));
  }

  @Test
  void put_thenChangedByTheCaller_isUnchanged() {
    byte[] content = {1};
    String hash = store.put(content);
    content[0] = 2;

    assertThat(store.get(hash)).hasValueSatisfying(found -> assertThat(found).containsExactly(1));
  }

  @Test
  void get_unknown_empty() {
    assertThat(store.get(Hash.sha256("nothing"))).isEmpty();
  }

  private Lease take(String owner) {
    return store.lease("l", owner, MINUTE).orElseThrow();
  }

  private static Entry entry(String head) {
    return new Entry("Type", AT, head, "");
  }
}
