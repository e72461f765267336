package dev.catena.run;

import dev.catena.journal.Append;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.Store;
import dev.catena.run.History.Place;
import dev.catena.run.RunEntry.Line;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One run's stream in the store, and what it says. Safe for use by many threads.
final class RunJournal {
  /// What the names of all runs' streams start with.
  static final String PREFIX = "run/";

  private final ReentrantLock lock = new ReentrantLock();
  private final Store store;
  private final InstantSource clock;
  private final String stream;
  private final @Nullable Lease lease;
  private final History history = new History(); // guarded by lock
  private final List<Entry> keptBack = new ArrayList<>(); // guarded by lock; taken in, not written yet
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
    return PREFIX + id.value();
  }

  boolean isIn(Store other) {
    return store.equals(other);
  }

  boolean append(RunEntry head, String body) {
    return append(head, body, List.of());
  }

  /// Appends the entry, and the notes to their streams in one piece with it, unless the run is to be cancelled: then only the ends
  /// of what was begun are written, and that of the run. What was kept back is written with it.
  ///
  /// @return whether it was written
  boolean append(RunEntry head, String body, List<Note> notes) {
    lock.lock();
    try {
      while (mayWrite(head)) {
        Entry entry = RunEntry.write(head, body, clock.instant());
        List<Entry> entries = new ArrayList<>(keptBack);
        entries.add(entry);
        if (wrote(entries, notes)) {
          history.add(new Line(head, body, entry.at()));
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Says that the run waits and nothing else of it is under way, unless one of the waits is over by now: then the run can go on,
  /// and its last entry must show that.
  ///
  /// @param waits as seen from the root, the shortest time first
  /// @return false when the run is to be cancelled
  boolean standStill(List<Wait> waits) {
    lock.lock();
    try {
      RunEntry.StandsStill head = new RunEntry.StandsStill(waits.getFirst().until());
      Set<StepKey> keys = waits.stream().map(Wait::key).collect(Collectors.toSet());
      while (mayWrite(head)) {
        boolean open = history.waiting().stream().map(Wait::key).collect(Collectors.toSet()).containsAll(keys);
        if (!open) {
          return true;
        }
        Entry entry = RunEntry.write(head, "", clock.instant());
        List<Entry> entries = new ArrayList<>(keptBack);
        entries.add(entry);
        if (wrote(entries, List.of())) {
          take(entry);
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the entry in and keeps it back, to be written with the next one or by [#flush()]: for what may be lost with the process,
  /// since it can be done again. Unless the run is to be cancelled, as above.
  ///
  /// @return whether it was taken in
  boolean keepBack(RunEntry head, String body) {
    lock.lock();
    try {
      if (!mayWrite(head)) {
        return false;
      }
      Entry entry = RunEntry.write(head, body, clock.instant());
      keptBack.add(entry);
      history.add(new Line(head, body, entry.at()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether something is kept back.
  boolean hasKeptBack() {
    lock.lock();
    try {
      return !keptBack.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what was kept back.
  void flush() {
    lock.lock();
    try {
      while (!keptBack.isEmpty()) {
        wrote(List.copyOf(keptBack), List.of());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean mayWrite(RunEntry head) {
    return history.cancelAsked().isEmpty() || isAnEnd(head);
  }

  /// @param entries what was kept back, and perhaps one more
  /// @return false when somebody else was faster, whose entries are taken in now
  private boolean wrote(List<Entry> entries, List<Note> notes) {
    try {
      store.append(appends(entries, notes), lease);
    } catch (ConflictException conflict) {
      if (conflict.stream().equals(stream)) {
        takeFromOutside(conflict);
      }
      return false;
    }
    position += entries.size();
    keptBack.clear();
    return true;
  }

  private List<Append> appends(List<Entry> entries, List<Note> notes) {
    if (notes.isEmpty()) {
      return List.of(new Append(stream, position, entries));
    }
    Instant now = entries.getLast().at();
    List<Append> appends = new ArrayList<>();
    appends.add(new Append(stream, position, entries));
    for (Note note : notes) {
      appends.add(new Append(note.stream(), store.last(note.stream(), 0).size(), List.of(note.entry(now))));
    }
    return appends;
  }

  private static boolean isAnEnd(RunEntry head) {
    return head instanceof RunEntry.Cancelled || (head instanceof RunEntry.StepEntry && !(head instanceof RunEntry.Intent));
  }

  /// A decision or a cancellation may arrive at any time; anything else that somebody else writes is a conflict.
  private void takeFromOutside(ConflictException conflict) {
    List<Entry> others = store.read(stream, position);
    if (lease == null || others.isEmpty() || !comeFromOutside(others)) {
      throw conflict;
    }
    take(others);
  }

  private static boolean comeFromOutside(List<Entry> entries) {
    return entries.stream().allMatch(entry -> RunEntry.comesFromOutside(entry.type()));
  }

  /// Asks whoever executes the run to cancel it. The first reason stands.
  ///
  /// @return false when the run has ended
  boolean askToCancel(String reason) {
    lock.lock();
    try {
      while (history.ended().isEmpty() && history.cancelAsked().isEmpty()) {
        Entry entry = RunEntry.write(new RunEntry.CancelAsked(reason), "", clock.instant());
        try {
          store.append(stream, position, List.of(entry), null);
          take(List.of(entry));
        } catch (ConflictException conflict) {
          List<Entry> others = store.read(stream, position);
          if (others.isEmpty()) {
            throw conflict;
          }
          take(others);
        }
      }
      return history.ended().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Takes in what came from outside. Cheap when nothing did; does nothing while somebody appends, who will see it.
  void look() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (store.last(stream, 0).size() > position) {
        List<Entry> others = store.read(stream, position);
        if (comeFromOutside(others)) {
          take(others);
        }
      }
    } finally {
      lock.unlock();
    }
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

  Optional<RunEntry.Forked> forked() {
    return history.forked();
  }

  String input() {
    return history.input();
  }

  Optional<Definition> definition() {
    return history.definition();
  }

  Optional<RunEntry.Line> ended() {
    lock.lock();
    try {
      return history.ended();
    } finally {
      lock.unlock();
    }
  }

  Optional<String> cancelAsked() {
    lock.lock();
    try {
      return history.cancelAsked();
    } finally {
      lock.unlock();
    }
  }

  int lines() {
    lock.lock();
    try {
      return history.lines();
    } finally {
      lock.unlock();
    }
  }

  int ends() {
    lock.lock();
    try {
      return history.ends();
    } finally {
      lock.unlock();
    }
  }

  boolean standsStill() {
    lock.lock();
    try {
      return history.standsStill();
    } finally {
      lock.unlock();
    }
  }

  Map<Place, History.Asked> waits() {
    lock.lock();
    try {
      return history.waits();
    } finally {
      lock.unlock();
    }
  }

  int begun(Place place) {
    lock.lock();
    try {
      return history.begun(place);
    } finally {
      lock.unlock();
    }
  }

  Map<Place, History.Step> steps() {
    lock.lock();
    try {
      return history.steps();
    } finally {
      lock.unlock();
    }
  }

  Optional<History.Step> step(Place place) {
    lock.lock();
    try {
      return history.step(place);
    } finally {
      lock.unlock();
    }
  }

  Optional<History.Asked> wait(Place place) {
    lock.lock();
    try {
      return history.wait(place);
    } finally {
      lock.unlock();
    }
  }

  List<Wait> waiting() {
    return history.waiting();
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
