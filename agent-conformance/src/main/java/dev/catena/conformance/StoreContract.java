package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.Append;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.FencedException;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.journal.Store.Order;
import dev.catena.journal.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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

  @Test
  void append_underAnEndedLease_fencedAlsoWhenItIsTakenAgain() {
    Lease ended = take("ann");
    store.end(ended);
    take("ann");

    assertThatThrownBy(() -> store.append("s", 0, List.of(entry("1")), ended)).isInstanceOf(FencedException.class);
  }

  @Test
  void end_lostLease_doesNotTouchTheNewHolder() {
    Lease lost = take("ann");
    advance(Duration.ofSeconds(61));
    take("bob");
    store.end(lost);

    assertThat(store.lease("l", "cid", MINUTE)).isEmpty();
  }

  @Test
  void unheld_leasesGivenBackOrOverTime_areListedByName() {
    store.lease("a/3", "ann", Duration.ofSeconds(10));
    store.release(store.lease("a/2", "ann", MINUTE).orElseThrow());
    store.end(store.lease("a/1", "ann", MINUTE).orElseThrow());
    store.lease("a/4", "ann", MINUTE);
    store.release(store.lease("b/1", "ann", MINUTE).orElseThrow());
    advance(Duration.ofSeconds(10));

    assertThat(store.unheld("a/", null, 10)).containsExactly("a/2", "a/3");
    assertThat(store.unheld("a/", "a/2", 10)).containsExactly("a/3");
    assertThat(store.unheld("", null, 2)).containsExactly("a/2", "a/3");
  }

  @Test
  void unheld_takenAgain_isNotListed() {
    store.release(take("ann"));
    take("bob");

    assertThat(store.unheld("", null, 10)).isEmpty();
  }

  // Several streams

  @Test
  void append_severalStreams_allAreWritten() {
    store.append(List.of(new Append("s", 0, List.of(entry("1"))), new Append("t", 0, List.of(entry("2")))), null);

    assertThat(store.read("s", 0)).containsExactly(entry("1"));
    assertThat(store.read("t", 0)).containsExactly(entry("2"));
  }

  @Test
  void append_severalStreamsAndOneConflicts_noneIsWritten() {
    store.append("t", 0, List.of(entry("1")), null);
    List<Append> appends = List.of(new Append("s", 0, List.of(entry("2"))), new Append("t", 0, List.of(entry("3"))));

    assertThatThrownBy(() -> store.append(appends, null)).isInstanceOf(ConflictException.class).hasMessageContaining("'t'");
    assertThat(store.read("s", 0)).isEmpty();
    assertThat(store.read("t", 0)).containsExactly(entry("1"));
  }

  @Test
  void append_nothing_refused() {
    assertThatThrownBy(() -> store.append(List.of(), null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void append_nameOfAWrongLength_refused() {
    for (String name : List.of("", "s".repeat(401))) {
      assertThatThrownBy(() -> store.append(name, 0, List.of(entry("1")), null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + name.length());
      assertThatThrownBy(() -> store.lease(name, "ann", MINUTE)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  // The end of a stream

  @Test
  void last_unknownStream_hasNoEntries() {
    assertThat(store.last("nothing", 3)).isEqualTo(new Tail(0, List.of()));
  }

  @Test
  void last_moreThanAskedFor_theLastOnesInOrder() {
    store.append("s", 0, List.of(entry("1"), entry("2"), entry("3")), null);

    assertThat(store.last("s", 2)).isEqualTo(new Tail(3, List.of(entry("2"), entry("3"))));
    assertThat(store.last("s", 9)).isEqualTo(new Tail(3, List.of(entry("1"), entry("2"), entry("3"))));
    assertThat(store.last("s", 0)).isEqualTo(new Tail(3, List.of()));
  }

  // Bodies

  @Test
  void append_bodiesThatShareTexts_areReadAsWritten() {
    String text = "\"" + "long and shared 世界 ".repeat(200) + "\"";
    String sequence = JsonSequence.of(List.of("{\"a\":1}", text));
    String twice = JsonSequence.of(List.of(text, text, "2"));
    String odd = "no sequence \u001e but " + text + "\u001e\u001a\u0000";
    List<Entry> entries = Stream.of(text, sequence, twice, odd, "\u001e", "").map(StoreContract::body).toList();

    store.append("s", 0, entries, null);

    assertThat(store.read("s", 0)).isEqualTo(entries);
    assertThat(store.last("s", 5).entries()).isEqualTo(entries.subList(1, 6));
  }

  // Lists and deletion

  @Test
  void streams_inTheOrderOfTheirBeginning() {
    for (String name : List.of("run/b", "chat/a", "run/a", "run/c")) {
      store.append(name, 0, List.of(entry("1")), null);
    }
    store.append("run/b", 1, List.of(entry("2")), null);

    assertThat(store.streams("run/", Order.OLDEST_FIRST, null, 10)).containsExactly("run/b", "run/a", "run/c");
    assertThat(store.streams("run/", Order.OLDEST_FIRST, "run/b", 1)).containsExactly("run/a");
    assertThat(store.streams("", Order.NEWEST_FIRST, null, 3)).containsExactly("run/c", "run/a", "chat/a");
    assertThat(store.streams("run/", Order.NEWEST_FIRST, "run/a", 10)).containsExactly("run/b");
    assertThat(store.streams("run/", Order.NEWEST_FIRST, "run/gone", 10)).isEmpty();
  }

  @Test
  void streams_prefixWithWildcards_isTakenLiterally() {
    store.append("a%b_c", 0, List.of(entry("1")), null);
    store.append("aXbYc", 0, List.of(entry("1")), null);

    assertThat(store.streams("a%b_", Order.OLDEST_FIRST, null, 10)).containsExactly("a%b_c");
  }

  @Test
  void delete_stream_isGoneAndOthersKeepWhatTheyShareWithIt() {
    Entry shared = body("\"" + "shared ".repeat(1000) + "\"");
    store.append("s", 0, List.of(shared), null);
    store.append("t", 0, List.of(shared), null);

    assertThat(store.delete("s")).isTrue();

    assertThat(store.read("s", 0)).isEmpty();
    assertThat(store.read("t", 0)).containsExactly(shared);
    assertThat(store.streams("", Order.OLDEST_FIRST, null, 10)).containsExactly("t");
    assertThat(store.delete("s")).isFalse();
    assertThat(store.append("s", 0, List.of(entry("1")), null)).isEqualTo(1);
  }

  private Lease take(String owner) {
    return store.lease("l", owner, MINUTE).orElseThrow();
  }

  private static Entry entry(String head) {
    return new Entry("Type", AT, head, "");
  }

  private static Entry body(String text) {
    return new Entry("Type", AT, "{}", text);
  }
}
