package dev.catena.agent;

import dev.catena.memory.ConversationId;
import dev.catena.run.RunId;
import java.util.List;
import java.util.Objects;

/// What [Forgetting] has removed from its store, and what it left there. Backups, other stores, logs, what tools have written and
/// what providers of models keep are out of its reach.
///
/// @param runs the runs that are gone
/// @param conversations the conversations that are gone
/// @param kept the runs that were to be removed and are there still, with the turns of their conversations
public record Forgotten(List<RunId> runs, List<ConversationId> conversations, List<Kept> kept) {
  /// Copies the parts.
  public Forgotten {
    runs = List.copyOf(runs);
    conversations = List.copyOf(conversations);
    kept = List.copyOf(kept);
  }

  /// Whether all that was to be removed is gone.
  public boolean complete() {
    return kept.isEmpty();
  }

  /// A run that is there still.
  ///
  /// @param run the run
  /// @param why why it stays
  public record Kept(RunId run, Reason why) {
    /// Checks the parts.
    public Kept {
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(why, "why");
    }
  }

  /// Why a run stays.
  public enum Reason {
    /// Some process executes it, or died less than a lease ago: cancel it, or wait, and ask again.
    EXECUTED,
    /// It waits or stands still, and could go on: cancel it, or see [Forgetting#alsoUnended()].
    NOT_ENDED
  }
}
