package dev.catena.benchmarks;

/// One prompt read and answered by one side, as its process timed it.
///
/// @param promptTokens tokens of the prompt
/// @param computedTokens those of them that were not kept from the prompt before
/// @param outputTokens tokens of the answer
/// @param prefillMillis from the request to the first token's text
/// @param decodeMillis from the first token's text to the last one's
/// @param prefillCpuMillis processor time of the whole process during the prefill
/// @param decodeCpuMillis the same from the first token's text to the last one's
/// @param text the answer
record Speed(
    int promptTokens,
    int computedTokens,
    int outputTokens,
    double prefillMillis,
    double decodeMillis,
    double prefillCpuMillis,
    double decodeCpuMillis,
    String text) {

  /// Tokens of the prompt read per second, with all that comes before the first token.
  double prefill() {
    return 1000 * computedTokens / prefillMillis;
  }

  /// Tokens written per second; the first one belongs to the prefill.
  double decode() {
    return 1000 * (outputTokens - 1) / decodeMillis;
  }

  /// Tokens of the prompt read per second of processor time: what other programs take away does not count.
  double prefillPerCpu() {
    return 1000 * computedTokens / prefillCpuMillis;
  }

  /// Tokens written per second of processor time.
  double decodePerCpu() {
    return 1000 * (outputTokens - 1) / decodeCpuMillis;
  }

  /// Cores that were busy on average; far below the number of threads, others took them.
  double cores() {
    return (prefillCpuMillis + decodeCpuMillis) / (prefillMillis + decodeMillis);
  }

  /// Did both do the same amount of work?
  boolean sameWork(Speed other) {
    return promptTokens == other.promptTokens
        && computedTokens == other.computedTokens
        && outputTokens == other.outputTokens
        && outputTokens > 1;
  }
}
