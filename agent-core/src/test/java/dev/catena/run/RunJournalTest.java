package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.MemoryStore;
import dev.catena.run.History.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunJournalTest {
  private static final RunId ID = new RunId("r");
  private static final Place OK = new Place("", "ok");

  private final MemoryStore store = new MemoryStore();
  private final Lease lease = store.lease("run/r", "me", Duration.ofMinutes(1)).orElseThrow();
  private final RunJournal journal = RunJournal.open(store, InstantSource.system(), ID, lease);

  @Test
  void append_decisionCameMeanwhile_isTakenIn() {
    suspend();
    decide("\"yes\"");

    journal.append(new RunEntry.NowRead("", 1, Instant.EPOCH), "");

    assertThat(decision()).isEqualTo("\"yes\"");
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Suspended", "Decided", "NowRead");
  }

  @Test
  void append_decisionCameBeforeTheExpiry_theDecisionStands() {
    suspend();
    decide("\"yes\"");

    journal.append(new RunEntry.Expired("", "ok"), "");

    assertThat(decision()).isEqualTo("\"yes\"");
  }

  @Test
  void append_somebodyElseWroteAStep_conflict() {
    store.append("run/r", 0, List.of(RunEntry.write(new RunEntry.NowRead("", 1, Instant.EPOCH), "", Instant.EPOCH)), null);

    assertThatThrownBy(() -> journal.append(new RunEntry.NowRead("", 1, Instant.EPOCH), ""))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void append_cancellationCameMeanwhile_onlyEndsAreWritten() {
    open().askToCancel("enough");

    assertThat(journal.append(new RunEntry.Suspended("", "ok", Instant.MAX), "")).isFalse();
    assertThat(journal.append(new RunEntry.Intent("", "a", "pay", Effect.ONCE, 1, "h", "k"), "")).isFalse();
    assertThat(journal.append(new RunEntry.Ended(true, "", ""), "")).isFalse();
    assertThat(journal.append(new RunEntry.Succeeded("", "b", "pay", 1, "h"), "")).isTrue();
    assertThat(journal.append(new RunEntry.Cancelled("enough"), "")).isTrue();
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("CancelAsked", "Succeeded", "Cancelled");
  }

  @Test
  void askToCancel_somebodyWroteMeanwhile_isAppendedAfterIt() {
    RunJournal outside = open();
    suspend();

    assertThat(outside.askToCancel("enough")).isTrue();
    assertThat(outside.askToCancel("again")).isTrue();
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Suspended", "CancelAsked");
  }

  @Test
  void askToCancel_runEndedMeanwhile_false() {
    RunJournal outside = open();
    journal.append(new RunEntry.Ended(true, "", ""), "");

    assertThat(outside.askToCancel("too late")).isFalse();
  }

  @Test
  void append_entryOfANewerReleaseCameMeanwhile_conflictAndTheNextOneGoesOn() {
    store.append("run/r", 0, List.of(new Entry("Hologram", Instant.EPOCH, "{}", "")), null);

    assertThatThrownBy(() -> journal.append(new RunEntry.NowRead("", 1, Instant.EPOCH), ""))
        .isInstanceOf(ConflictException.class);
    assertThat(RunJournal.open(store, InstantSource.system(), ID, lease).append(new RunEntry.NowRead("", 1, Instant.EPOCH), ""))
        .isTrue();
  }

  @Test
  void open_entryOfANewerRelease_isPassedOver() {
    store.append("run/r", 0, List.of(new Entry("Hologram", Instant.EPOCH, "{}", "")), null);
    RunJournal later = RunJournal.open(store, InstantSource.system(), ID, lease);

    later.append(new RunEntry.NowRead("", 1, Instant.EPOCH), "");

    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Hologram", "NowRead");
  }

  private @Nullable String decision() {
    History.Given end = journal.wait(OK).orElseThrow().given();
    return end == null ? null : end.decision();
  }

  private void suspend() {
    journal.append(new RunEntry.Suspended("", "ok", Instant.MAX), "");
  }

  private void decide(String json) {
    open().append(new RunEntry.Decided("", "ok"), json);
  }

  /// As somebody without the lease sees it.
  private RunJournal open() {
    return RunJournal.open(store, InstantSource.system(), ID, null);
  }
}
