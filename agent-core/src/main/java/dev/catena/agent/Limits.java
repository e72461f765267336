package dev.catena.agent;

import java.time.Duration;
import java.util.Objects;

/// How far a run may go. A limit that is reached returns the partial answer and never costs another model call.
///
/// @param maxRounds model calls; at least 1. In the last one tools are withheld, so that it can only answer.
/// @param maxToolCalls tool calls that run; at least 0. Calls that would exceed it do not run.
/// @param maxTokens input and output tokens of all model calls, as the model reports them; at least 1. Looked at after each
///     call: the last one may exceed it.
/// @param wallTime from the start of the run, and anew from where somebody goes on with it: the time in which a run waits for a
///     person, or in which nobody executes it, does not count; positive. What is under way then is interrupted.
public record Limits(int maxRounds, int maxToolCalls, long maxTokens, Duration wallTime) {
  /// The default number of model calls.
  public static final int MAX_ROUNDS = 10;

  /// The default number of tool calls.
  public static final int MAX_TOOL_CALLS = 25;

  /// The default number of tokens.
  public static final long MAX_TOKENS = 200_000;

  /// The default time.
  public static final Duration WALL_TIME = Duration.ofMinutes(10);

  /// All four defaults.
  public static final Limits DEFAULT = new Limits(MAX_ROUNDS, MAX_TOOL_CALLS, MAX_TOKENS, WALL_TIME);

  /// Checks each value.
  public Limits {
    Objects.requireNonNull(wallTime, "wallTime");
    requireAtLeast(1, maxRounds, "maxRounds");
    requireAtLeast(0, maxToolCalls, "maxToolCalls");
    requireAtLeast(1, maxTokens, "maxTokens");
    if (!wallTime.isPositive()) {
      throw new IllegalArgumentException("wallTime must be positive: " + wallTime);
    }
  }

  /// The same limits with another number of model calls.
  public Limits withMaxRounds(int rounds) {
    return new Limits(rounds, maxToolCalls, maxTokens, wallTime);
  }

  /// The same limits with another number of tool calls.
  public Limits withMaxToolCalls(int calls) {
    return new Limits(maxRounds, calls, maxTokens, wallTime);
  }

  /// The same limits with another number of tokens.
  public Limits withMaxTokens(long tokens) {
    return new Limits(maxRounds, maxToolCalls, tokens, wallTime);
  }

  /// The same limits with another time.
  public Limits withWallTime(Duration time) {
    return new Limits(maxRounds, maxToolCalls, maxTokens, time);
  }

  String valueOf(Limit limit) {
    return switch (limit) {
      case ROUNDS -> Integer.toString(maxRounds);
      case TOOL_CALLS -> Integer.toString(maxToolCalls);
      case TOKENS -> Long.toString(maxTokens);
      case WALL_TIME -> wallTime.toString();
    };
  }

  private static void requireAtLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d: %d".formatted(name, least, value));
    }
  }
}
