package dev.catena.agent;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.StepKey;
import dev.catena.run.Wait;
import java.time.Instant;
import java.util.Objects;

/// A tool call that waits for a person. A [Decision] is made of it.
///
/// @param step what waits: names the call within its run
/// @param tool the tool
/// @param arguments exactly what the tool will get or has got: checked, canonical JSON, with defaults
/// @param why why it waits
/// @param text the same for people: what is asked, or what is known about a call that was begun
/// @param hash SHA-256 of the tool's name, its specification and the arguments: what a decision is about
/// @param until when it stops waiting
public record PendingCall(StepKey step, String tool, String arguments, Why why, String text, String hash, Instant until) {
  private static final Codec<Question> QUESTION = Codecs.json(Question.class);

  /// Checks the parts.
  public PendingCall {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(until, "until");
  }

  /// Why a call waits.
  public enum Why {
    /// It needs approval; nothing was begun.
    APPROVAL,
    /// It was begun, and nobody knows how it ended.
    UNKNOWN
  }

  /// The call that a run waits with.
  static PendingCall of(Wait wait) {
    Question it = QUESTION.decode(wait.question());
    return new PendingCall(wait.key(), it.tool(), it.arguments(), it.why(), it.text(), it.hash(), wait.until());
  }

  Wait asWait() {
    return new Wait(step, until, QUESTION.encode(new Question(tool, arguments, why, text, hash)));
  }

  private record Question(String tool, String arguments, Why why, String text, String hash) {}
}
