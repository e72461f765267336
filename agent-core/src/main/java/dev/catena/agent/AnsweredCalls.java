package dev.catena.agent;

import dev.catena.run.Effect;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.Tool;
import dev.catena.tool.ToolResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The calls of one run that are answered from the record when the model repeats them: small models do.
///
/// A call that has succeeded is not made again, nor one that a person has denied or given up. A tool that says it has no effect
/// is asked again, since the world may have changed, unless the reply just before has asked the same.
final class AnsweredCalls {
  private final Map<Asked, ToolResult> answers = new HashMap<>();
  private Set<Asked> lastRound = Set.of();
  private Set<Asked> thisRound = new HashSet<>();

  /// The next reply begins.
  void nextRound() {
    lastRound = thisRound;
    thisRound = new HashSet<>();
  }

  /// The recorded answer; empty when the call is to be made.
  Optional<ToolResult> answer(CheckedCall.Ready ready) {
    Asked asked = Asked.of(ready);
    boolean stale = looksOnly(ready.tool()) && !lastRound.contains(asked) && !thisRound.contains(asked);
    return stale ? Optional.empty() : Optional.ofNullable(answers.get(asked));
  }

  /// The call was asked in this round.
  void asked(Asked asked) {
    thisRound.add(asked);
  }

  /// Keeps the result for the call as it was asked and as it ran.
  void keep(Asked asked, CallEnd end) {
    if (end.settled()) {
      answers.put(asked, end.result());
      end.ranWith().ifPresent(arguments -> answers.put(new Asked(asked.tool(), arguments), end.result()));
    } else {
      answers.remove(asked);
    }
  }

  private static boolean looksOnly(Tool tool) {
    return tool.declared() && tool.effect() == Effect.NONE;
  }
}
