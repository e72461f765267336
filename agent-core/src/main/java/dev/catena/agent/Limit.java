package dev.catena.agent;

/// What of a run is limited; see [Limits].
public enum Limit {
  /// Model calls.
  ROUNDS("maxRounds"),
  /// Tool calls that run.
  TOOL_CALLS("maxToolCalls"),
  /// Input and output tokens of all model calls.
  TOKENS("maxTokens"),
  /// Time from the start of the run.
  WALL_TIME("wallTime");

  private final String knob;

  Limit(String knob) {
    this.knob = knob;
  }

  /// The component of [Limits] that sets it.
  public String knob() {
    return knob;
  }
}
