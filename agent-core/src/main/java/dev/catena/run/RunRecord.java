package dev.catena.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is recorded of a run.
///
/// @param summary the run in one line
/// @param definition what made it
/// @param input JSON
/// @param items what happened, in the order in which it was recorded
public record RunRecord(RunSummary summary, Definition definition, String input, List<Item> items) {
  /// Copies the items.
  public RunRecord {
    items = List.copyOf(items);
  }

  /// The steps among the items, in their order: several of one key when a step was tried again.
  public List<Step> steps() {
    return items.stream().filter(Step.class::isInstance).map(Step.class::cast).toList();
  }

  /// Something that is recorded.
  public sealed interface Item {
    /// When, by the clock of the engine.
    Instant at();
  }

  /// How far an attempt of a step has come.
  public enum StepState {
    /// It was begun, and no end is recorded.
    BEGUN,
    /// It gave a result.
    SUCCEEDED,
    /// It failed.
    FAILED,
    /// It was begun, and nobody knows how it ended.
    UNKNOWN
  }

  /// One attempt of a step. It stands where it was first recorded, with the time of its last entry.
  ///
  /// @param key as seen from the root
  /// @param operation the operation's name
  /// @param effect as recorded with the intent; [Effect#NONE] for a step that recorded none
  /// @param attempt from 1
  /// @param state how far it has come
  /// @param input JSON of a step with an effect; otherwise only its hash is recorded, and this is empty
  /// @param output the result's JSON texts, mostly one; empty unless it succeeded
  /// @param code of a failure; otherwise empty
  /// @param text of a failure, or of an end that nobody knows; otherwise empty
  /// @param at when
  public record Step(
      StepKey key,
      String operation,
      Effect effect,
      int attempt,
      StepState state,
      String input,
      List<String> output,
      String code,
      String text,
      Instant at)
      implements Item {
    /// Copies the output.
    public Step {
      output = List.copyOf(output);
    }

    /// This end, with what the intent said.
    Step of(Step intent) {
      return new Step(key, operation, intent.effect, attempt, state, intent.input, output, code, text, at);
    }
  }

  /// The run began to wait for a decision.
  ///
  /// @param key as seen from the root
  /// @param question JSON
  /// @param until when it stops waiting
  /// @param at when it began
  public record Asked(StepKey key, String question, Instant until, Instant at) implements Item {}

  /// A wait ended.
  ///
  /// @param key as seen from the root
  /// @param decision JSON, with who decided where the code records that; empty when none came in time
  /// @param at when
  public record Decided(StepKey key, Optional<String> decision, Instant at) implements Item {}

  /// Anything else, such as the end of the run, or an entry of a newer release.
  ///
  /// @param type of the entry
  /// @param head JSON
  /// @param body the entry's texts, mostly JSON; may be empty
  /// @param at when
  public record Other(String type, String head, List<String> body, Instant at) implements Item {
    /// Copies the body.
    public Other {
      body = List.copyOf(body);
    }
  }
}
