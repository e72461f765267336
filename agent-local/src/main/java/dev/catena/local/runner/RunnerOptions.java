package dev.catena.local.runner;

import java.nio.file.Path;

/// What a [Runner] runs, and with how much.
///
/// @param natives folder of the native library
/// @param weights a validated GGUF file
/// @param sha256 of the weights, in hexadecimal; keys the states on disk
/// @param prefixes folder for the states of fixed prefixes; made when missing
/// @param contextTokens tokens of prompt and answer together, at least 1
/// @param threads threads that compute the answer, at least 1
public record RunnerOptions(
    Path natives, Path weights, String sha256, Path prefixes, int contextTokens, int threads) {

  /// Checks the ranges.
  public RunnerOptions {
    if (contextTokens < 1) {
      throw new IllegalArgumentException("contextTokens must be at least 1, was " + contextTokens);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }
}
