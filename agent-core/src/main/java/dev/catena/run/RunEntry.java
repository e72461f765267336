package dev.catena.run;

import dev.catena.journal.Entry;
import dev.catena.run.History.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the embedded engine records about a run: the heads of its journal entries. Steps are named by the path of their
/// composite (`scope`, empty for the root) and their key within it.
sealed interface RunEntry {
  /// The run began; the body is a [dev.catena.journal.JsonSequence] of its input and its definition.
  record Started(String operation, String definition, String inputHash) implements RunEntry {}

  /// The run branched off another before this step, as seen from the root. What was recorded there before it follows.
  record Forked(String source, String step) implements RunEntry {}

  /// A step with an effect is about to begin; the body is its input.
  record Intent(
      String scope, String key, String operation, Effect effect, int attempt, String inputHash, String idempotencyKey)
      implements StepEntry {}

  /// A step gave a result, which is the body.
  record Succeeded(String scope, String key, String operation, int attempt, String inputHash) implements StepEntry {}

  /// A step failed.
  record Failed(
      String scope, String key, String operation, int attempt, String inputHash, String code, String text, boolean retryable)
      implements StepEntry {}

  /// A step with an effect was begun and nobody knows how it ended.
  record Unknown(String scope, String key, String operation, int attempt, String inputHash, String text)
      implements StepEntry {}

  /// A composite read the clock for the nth time, from 1.
  record NowRead(String scope, int n, Instant time) implements RunEntry {}

  /// A composite waits for a decision; the body is the question.
  record Suspended(String scope, String key, Instant until) implements RunEntry {}

  /// The decision came; the body is its JSON.
  record Decided(String scope, String key) implements RunEntry {}

  /// No decision came in time.
  record Expired(String scope, String key) implements RunEntry {}

  /// The run waits for decisions and nothing else of it is under way: who goes on with it before one comes, or before the first
  /// wait is over, finds nothing to do.
  record StandsStill(Instant until) implements RunEntry {}

  /// Somebody wants the run to be cancelled. Whoever executes it ends it.
  record CancelAsked(String reason) implements RunEntry {}

  /// The run ended because it was cancelled.
  record Cancelled(String reason) implements RunEntry {}

  /// A run that had failed is executed again: these steps, which had failed, are open once more.
  record Retried(List<Place> steps) implements RunEntry {}

  /// The run ended: completed with the body as its output, or failed with a code and a text.
  record Ended(boolean completed, String code, String text) implements RunEntry {}

  /// An entry about a step's attempt.
  sealed interface StepEntry extends RunEntry {
    String scope();

    String key();

    String operation();

    int attempt();

    String inputHash();
  }

  /// Whether entries of this type may be written by somebody who does not hold the run's lease.
  static boolean comesFromOutside(String type) {
    return type.equals("Decided") || type.equals("CancelAsked");
  }

  /// An entry with its body; an empty body is none.
  record Line(RunEntry head, String body, Instant at) {}

  /// The journal entry of a line.
  static Entry write(RunEntry head, String body, Instant at) {
    return switch (head) {
      case Started h -> entry(h, Started.class, body, at);
      case Forked h -> entry(h, Forked.class, body, at);
      case Intent h -> entry(h, Intent.class, body, at);
      case Succeeded h -> entry(h, Succeeded.class, body, at);
      case Failed h -> entry(h, Failed.class, body, at);
      case Unknown h -> entry(h, Unknown.class, body, at);
      case NowRead h -> entry(h, NowRead.class, body, at);
      case Suspended h -> entry(h, Suspended.class, body, at);
      case Decided h -> entry(h, Decided.class, body, at);
      case Expired h -> entry(h, Expired.class, body, at);
      case StandsStill h -> entry(h, StandsStill.class, body, at);
      case CancelAsked h -> entry(h, CancelAsked.class, body, at);
      case Cancelled h -> entry(h, Cancelled.class, body, at);
      case Ended h -> entry(h, Ended.class, body, at);
      case Retried h -> entry(h, Retried.class, body, at);
    };
  }

  /// The line of a journal entry; empty for a type of a newer release.
  static Optional<Line> read(Entry entry) {
    return typeOf(entry.type()).map(type -> new Line(Codecs.json(type).decode(entry.head()), entry.body(), entry.at()));
  }

  private static <H extends RunEntry> Entry entry(H head, Class<H> type, String body, Instant at) {
    return new Entry(type.getSimpleName(), at, Codecs.json(type).encode(head), body);
  }

  private static Optional<Class<? extends RunEntry>> typeOf(String name) {
    return switch (name) {
      case "Started" -> Optional.of(Started.class);
      case "Forked" -> Optional.of(Forked.class);
      case "Intent" -> Optional.of(Intent.class);
      case "Succeeded" -> Optional.of(Succeeded.class);
      case "Failed" -> Optional.of(Failed.class);
      case "Unknown" -> Optional.of(Unknown.class);
      case "NowRead" -> Optional.of(NowRead.class);
      case "Suspended" -> Optional.of(Suspended.class);
      case "Decided" -> Optional.of(Decided.class);
      case "Expired" -> Optional.of(Expired.class);
      case "StandsStill" -> Optional.of(StandsStill.class);
      case "CancelAsked" -> Optional.of(CancelAsked.class);
      case "Cancelled" -> Optional.of(Cancelled.class);
      case "Ended" -> Optional.of(Ended.class);
      case "Retried" -> Optional.of(Retried.class);
      default -> Optional.empty();
    };
  }
}
