package dev.catena.run;

import dev.catena.journal.Append;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.run.History.Place;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One run's stream in the store, and what it says. Safe for use by many threads.
final class RunJournal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Store store;
  private final InstantSource clock;
  private final String stream;
  private final @Nullable Lease lease;
  private final History history = new History(); // guarded by lock
  private long position; // guarded by lock

  private RunJournal(Store store, InstantSource clock, String stream, @Nullable Lease lease) {
    this.store = store;
    this.clock = clock;
    this.stream = stream;
    this.lease = lease;
  }

  /// The run's journal as it stands.
  ///
  /// @param lease the right to execute the run; null for somebody who only reads or decides
  static RunJournal open(Store store, InstantSource clock, RunId id, @Nullable Lease lease) {
    RunJournal journal = new RunJournal(store, clock, stream(id), lease);
    journal.take(store.read(journal.stream, 0));
    return journal;
  }

  /// The name of a run's stream and of its lease.
  static String stream(RunId id) {
    return "run/" + id.value();
  }

  boolean isIn(Store other) {
    return store.equals(other);
  }

  void append(RunEntry head, String body) {
    append(head, body, List.of());
  }

  /// Appends the record, and the notes to their streams in one piece with it.
  void append(RunEntry head, String body, List<Note> notes) {
    Instant now = clock.instant();
    List<Entry> entries = List.of(RunEntry.write(head, body, now));
    lock.lock();
    try {
      appendAfterOthers(entries, notes, now);
      take(entries);
    } finally {
      lock.unlock();
    }
  }

  private void appendAfterOthers(List<Entry> entries, List<Note> notes, Instant now) {
    while (true) {
      try {
        List<Append> appends = new ArrayList<>();
        appends.add(new Append(stream, position, entries));
        for (Note note : notes) {
          appends.add(new Append(note.stream(), store.last(note.stream(), 0).size(), List.of(note.entry(now))));
        }
        store.append(appends, lease);
        return;
      } catch (ConflictException conflict) {
        if (conflict.stream().equals(stream)) {
          takeDecisions(conflict);
        }
      }
    }
  }

  /// A decision may arrive from outside at any time; anything else that somebody else writes is a conflict.
  private void takeDecisions(ConflictException conflict) {
    List<Entry> others = store.read(stream, position);
    boolean decisions = others.stream().allMatch(other -> other.type().equals("Decided"));
    if (lease == null || others.isEmpty() || !decisions) {
      throw conflict;
    }
    take(others);
  }

  private void take(List<Entry> entries) {
    entries.forEach(this::take);
    position += entries.size();
  }

  private void take(Entry entry) {
    RunEntry.read(entry).ifPresent(history::add);
  }

  Optional<RunEntry.Started> started() {
    return history.started();
  }

  String input() {
    return history.input();
  }

  Optional<Definition> definition() {
    return history.definition();
  }

  Optional<RunEntry.Line> ended() {
    return history.ended();
  }

  Optional<History.Step> step(Place place) {
    lock.lock();
    try {
      return history.step(place);
    } finally {
      lock.unlock();
    }
  }

  Optional<History.Wait> wait(Place place) {
    lock.lock();
    try {
      return history.wait(place);
    } finally {
      lock.unlock();
    }
  }

  Optional<Place> waiting(StepKey full) {
    return history.waiting(full);
  }

  Optional<Instant> time(String scope, int n) {
    lock.lock();
    try {
      return history.time(scope, n);
    } finally {
      lock.unlock();
    }
  }

  Set<String> keys(String scope) {
    lock.lock();
    try {
      return history.keys(scope);
    } finally {
      lock.unlock();
    }
  }
}
