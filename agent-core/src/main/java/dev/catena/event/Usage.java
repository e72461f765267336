package dev.catena.event;

/// What model calls cost, in tokens as the providers count them. A provider that says nothing counts as zero.
///
/// @param inputTokens read by the model, cached ones included; at least 0
/// @param outputTokens written by the model; at least 0
/// @param cachedTokens those of the input that a cache saved; at least 0
/// @param modelCalls how many calls; at least 0
public record Usage(long inputTokens, long outputTokens, long cachedTokens, int modelCalls) {
  /// No call yet.
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /// Checks the figures.
  public Usage {
    if (inputTokens < 0 || outputTokens < 0 || cachedTokens < 0 || modelCalls < 0) {
      throw new IllegalArgumentException(
          "usage is never negative: %d in, %d out, %d cached, %d calls"
              .formatted(inputTokens, outputTokens, cachedTokens, modelCalls));
    }
  }

  /// Both together.
  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cachedTokens + other.cachedTokens,
        modelCalls + other.modelCalls);
  }

  /// Input and output together: what a token limit counts.
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
