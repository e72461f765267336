package dev.catena.samples.command;

import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.run.RunState;
import dev.catena.run.RunSummary;
import dev.catena.run.Runs;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The conversation of `chat` in a store: `NAME`, and `NAME-2` and so on for those that `/new` began. For use by one thread.
final class Talk {
  /// How many runs are looked at for one that was left in the middle.
  private static final int RECENT = 50;

  private static final Set<RunState> UNFINISHED = EnumSet.of(RunState.RUNNING, RunState.STANDS_STILL);

  private final Store store;
  private final String name;
  private int number = 1;

  /// The conversation of this name that began last.
  Talk(Store store, String name) {
    this.store = store;
    this.name = name;
    while (isThere(id(number + 1))) {
      number++;
    }
  }

  private boolean isThere(String id) {
    return store.last("conversation/" + id, 0).size() > 0;
  }

  private String id(int n) {
    return n == 1 ? name : name + "-" + n;
  }

  /// Its id.
  String id() {
    return id(number);
  }

  /// Begins another.
  void next() {
    number++;
  }

  /// Its last run, if that was left in the middle of the answer, and its question.
  Optional<AskedRun> unfinished() {
    return new Runs(store)
        .list(RECENT, null).stream()
        .flatMap(run -> AskedRun.of(new Runs(store), run).stream())
        .filter(run -> Optional.of(new ConversationId(id())).equals(Optional.ofNullable(run.request().conversation())))
        .findFirst()
        .filter(run -> isUnfinished(run.summary()));
  }

  private static boolean isUnfinished(RunSummary run) {
    return UNFINISHED.contains(run.state());
  }
}
