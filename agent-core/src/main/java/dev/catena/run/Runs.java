package dev.catena.run;

import dev.catena.journal.Entry;
import dev.catena.journal.JsonSequence;
import dev.catena.journal.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runs that the embedded engine has recorded in a store, to be looked at: by terminals, pages and tools. It reads and never
/// writes, so runs may be executed meanwhile. Safe for use by many threads.
public final class Runs {
  private final Store store;

  /// The runs of the store.
  public Runs(Store store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /// The runs, the one that began last first. Reads the whole record of each.
  ///
  /// @param limit how many at most, at least 1
  /// @param after the run after which the list goes on; null for its beginning
  public List<RunSummary> list(int limit, @Nullable RunId after) {
    if (limit < 1) {
      throw new IllegalArgumentException("a list has at least 1 run: " + limit);
    }
    String last = after == null ? null : RunJournal.stream(after);
    return store.streams(RunJournal.PREFIX, Store.Order.NEWEST_FIRST, last, limit).stream()
        .map(name -> new RunId(name.substring(RunJournal.PREFIX.length())))
        .flatMap(id -> find(id).stream())
        .map(RunRecord::summary)
        .toList();
  }

  /// What is recorded of a run; empty when there is no such run.
  public Optional<RunRecord> find(RunId id) {
    List<Entry> entries = store.read(RunJournal.stream(id), 0);
    return entries.isEmpty() ? Optional.empty() : Optional.of(record(id, entries));
  }

  /// What is recorded of a run.
  ///
  /// @throws IllegalArgumentException if there is no such run
  public RunRecord read(RunId id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("there is no run '" + id + "' in this store"));
  }

  private RunRecord record(RunId id, List<Entry> entries) {
    History history = new History();
    Items items = new Items();
    for (Entry entry : entries) {
      Optional<RunEntry.Line> line = readable(entry);
      line.ifPresent(history::add);
      line.ifPresentOrElse(known -> items.add(known, entry), () -> items.add(other(entry)));
    }
    var began = history.started();
    var summary = new RunSummary(
        id,
        began.map(RunEntry.Started::operation).orElse(""),
        history.forked().map(fork -> new RunId(fork.source())).orElse(null),
        state(id, history),
        entries.getFirst().at(),
        entries.getLast().at(),
        items.steps());
    return new RunRecord(summary, history.definition().orElseGet(() -> new Definition("", "{}")), history.input(), items.list());
  }

  /// What this release cannot read is shown as it is.
  private static Optional<RunEntry.Line> readable(Entry entry) {
    try {
      return RunEntry.read(entry);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private RunState state(RunId id, History history) {
    Optional<RunState> ended = history.ended().map(line -> switch (line.head()) {
      case RunEntry.Ended end when end.completed() -> RunState.COMPLETED;
      case RunEntry.Ended _ -> RunState.FAILED;
      default -> RunState.CANCELLED;
    });
    return ended.orElseGet(() -> isExecuted(id) ? RunState.RUNNING : atRest(history));
  }

  private static RunState atRest(History history) {
    return history.standsStill() ? RunState.WAITING : RunState.STANDS_STILL;
  }

  /// Whether some process holds the lease of the run.
  private boolean isExecuted(RunId id) {
    String name = RunJournal.stream(id);
    return !store.unheld(name, null, 1).contains(name);
  }

  private static RunRecord.Other other(Entry entry) {
    return new RunRecord.Other(entry.type(), entry.head(), JsonSequence.texts(entry.body()), entry.at());
  }

  /// Puts the entries of one attempt together.
  private static final class Items {
    private final List<RunRecord.Item> items = new ArrayList<>();
    private final Map<StepKey, Integer> begun = new LinkedHashMap<>(); // where the intent of a step without end stands

    List<RunRecord.Item> list() {
      return List.copyOf(items);
    }

    int steps() {
      return (int) items.stream().filter(RunRecord.Step.class::isInstance).map(item -> ((RunRecord.Step) item).key()).distinct().count();
    }

    void add(RunRecord.Item item) {
      items.add(item);
    }

    void add(RunEntry.Line line, Entry entry) {
      switch (line.head()) {
        case RunEntry.Intent h -> {
          begun.put(key(h.scope(), h.key()), items.size());
          add(step(h, h.effect(), RunRecord.StepState.BEGUN, line.body(), "", "", "", entry));
        }
        case RunEntry.Succeeded h -> end(step(h, Effect.NONE, RunRecord.StepState.SUCCEEDED, "", line.body(), "", "", entry));
        case RunEntry.Failed h -> end(step(h, Effect.NONE, RunRecord.StepState.FAILED, "", "", h.code(), h.text(), entry));
        case RunEntry.Unknown h -> end(step(h, Effect.NONE, RunRecord.StepState.UNKNOWN, "", "", "", h.text(), entry));
        case RunEntry.Suspended h ->
            add(new RunRecord.Asked(key(h.scope(), h.key()), line.body().isEmpty() ? "{}" : line.body(), h.until(), entry.at()));
        case RunEntry.Decided h -> add(new RunRecord.Decided(key(h.scope(), h.key()), Optional.of(line.body()), entry.at()));
        case RunEntry.Expired h -> add(new RunRecord.Decided(key(h.scope(), h.key()), Optional.empty(), entry.at()));
        case RunEntry.Started _ -> {}
        default -> add(other(entry));
      }
    }

    private static RunRecord.Step step(
        RunEntry.StepEntry h,
        Effect effect,
        RunRecord.StepState state,
        String input,
        String output,
        String code,
        String text,
        Entry entry) {
      return new RunRecord.Step(
          key(h.scope(), h.key()), h.operation(), effect, h.attempt(), state, input, JsonSequence.texts(output), code, text, entry.at());
    }

    /// The end takes the place of the intent, and what only the intent knew.
    private void end(RunRecord.Step end) {
      Integer place = begun.remove(end.key());
      if (place != null && items.get(place) instanceof RunRecord.Step intent) {
        items.set(place, end.of(intent));
      } else {
        add(end);
      }
    }

    private static StepKey key(String scope, String key) {
      return new Scope(scope).key(new StepKey(key));
    }
  }
}
