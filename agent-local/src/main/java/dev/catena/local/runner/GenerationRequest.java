package dev.catena.local.runner;

import dev.catena.local.sample.Sampling;
import java.util.BitSet;

/// One question to the model.
///
/// @param prompt what it reads
/// @param maxTokens most tokens of the answer, at least 1
/// @param sampling how tokens are chosen
/// @param bannedFirst tokens the answer must not begin with; empty allows all
public record GenerationRequest(Prompt prompt, int maxTokens, Sampling sampling, BitSet bannedFirst) {

  /// Checks the ranges and copies.
  public GenerationRequest {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
    }
    bannedFirst = (BitSet) bannedFirst.clone();
  }

  /// The tokens the answer must not begin with; a copy.
  @Override
  public BitSet bannedFirst() {
    return (BitSet) bannedFirst.clone();
  }
}
