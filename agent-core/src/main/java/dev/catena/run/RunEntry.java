package dev.catena.run;

import dev.catena.journal.Entry;
import dev.catena.run.History.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    String type = head.getClass().getSimpleName();
    return new Entry(type, at, kind(type).orElseThrow().encode(head), body);
  }

  /// The line of a journal entry; empty for a type of a newer release.
  static Optional<Line> read(Entry entry) {
    return kind(entry.type()).map(kind -> new Line(kind.codec().decode(entry.head()), entry.body(), entry.at()));
  }

  private static Optional<Kind<? extends RunEntry>> kind(String type) {
    return Optional.ofNullable(Kind.BY_NAME.get(type));
  }

  /// A type of entry.
  record Kind<H extends RunEntry>(Class<H> type, Codec<H> codec) {
    private static final Map<String, Kind<? extends RunEntry>> BY_NAME =
        Stream.of(
                Started.class, Forked.class, Intent.class, Succeeded.class, Failed.class, Unknown.class, NowRead.class,
                Suspended.class, Decided.class, Expired.class, StandsStill.class, CancelAsked.class, Cancelled.class, Ended.class, Retried.class)
            .<Kind<? extends RunEntry>>map(Kind::of)
            .collect(Collectors.toUnmodifiableMap(kind -> kind.type().getSimpleName(), Function.identity()));

    private static <H extends RunEntry> Kind<H> of(Class<H> type) {
      return new Kind<>(type, Codecs.brief(type));
    }

    String encode(RunEntry head) {
      return codec.encode(type.cast(head));
    }
  }
}
