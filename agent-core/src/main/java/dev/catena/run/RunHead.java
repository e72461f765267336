package dev.catena.run;

import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What a run that the embedded engine recorded was asked, and whether it is over: enough to say whose it is and to remove it.
///
/// @param id the run
/// @param input the JSON of what it was asked; empty when this release cannot read it
/// @param over whether it has ended
/// @param lastWritten when its last entry was recorded, by the clock of its engine
public record RunHead(RunId id, String input, boolean over, Instant lastWritten) {
  private static final int PAGE = 100;
  private static final Duration LEASE = Duration.ofMinutes(1);

  /// Checks the parts.
  public RunHead {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(lastWritten, "lastWritten");
  }

  /// The runs of the store, the one that began first first: their names alone, a page at a time.
  public static List<RunId> all(Store store) {
    List<RunId> all = new ArrayList<>();
    List<String> page = store.streams(RunJournal.PREFIX, Store.Order.OLDEST_FIRST, null, PAGE);
    while (!page.isEmpty()) {
      page.forEach(name -> all.add(new RunId(name.substring(RunJournal.PREFIX.length()))));
      page = store.streams(RunJournal.PREFIX, Store.Order.OLDEST_FIRST, page.getLast(), PAGE);
    }
    return all;
  }

  /// The head of a run; empty when there is no such run. Reads all that is recorded of it.
  public static Optional<RunHead> read(Store store, RunId id) {
    List<Entry> entries = store.read(RunJournal.stream(id), 0);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    History history = new History();
    entries.forEach(entry -> readable(entry).ifPresent(history::add));
    String input = history.started().isPresent() ? history.input() : "";
    return Optional.of(new RunHead(id, input, history.ended().isPresent(), entries.getLast().at()));
  }

  /// What this release cannot read says nothing here.
  private static Optional<RunEntry.Line> readable(Entry entry) {
    try {
      return RunEntry.read(entry);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /// What became of a removal.
  public enum Removal {
    /// The run is gone, or there was none.
    GONE,
    /// Some process executes the run, or died less than a lease ago: it stays.
    EXECUTED,
    /// The run has not ended: it stays.
    NOT_ENDED
  }

  /// Removes the run, under its lease, so that no process goes on with it meanwhile.
  ///
  /// @param unended whether also a run that has not ended is removed
  /// @param before done under the lease just before the run goes; not done when it stays
  public static Removal remove(Store store, RunId id, boolean unended, Runnable before) {
    String name = RunJournal.stream(id);
    Optional<Lease> free = store.lease(name, "forgetting-" + UUID.randomUUID(), LEASE);
    if (free.isEmpty()) {
      return Removal.EXECUTED;
    }
    boolean over = false;
    try {
      over = read(store, id).map(RunHead::over).orElse(true);
      if (!over && !unended) {
        return Removal.NOT_ENDED;
      }
      before.run();
      store.delete(name);
      over = true;
      return Removal.GONE;
    } finally {
      if (over) {
        store.end(free.get());
      } else {
        store.release(free.get());
      }
    }
  }
}
