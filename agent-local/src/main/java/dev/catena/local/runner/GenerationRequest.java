package dev.catena.local.runner;

import dev.catena.local.sample.Sampling;
import java.util.BitSet;
import java.util.List;

/// One question to the model.
///
/// @param prompt what it reads
/// @param maxTokens most tokens of the answer, at least 1
/// @param sampling how tokens are chosen
/// @param bannedFirst tokens the answer must not begin with; empty allows all
/// @param weighed sets of tokens whose probability to begin the answer is wanted; mostly none
public record GenerationRequest(
    Prompt prompt, int maxTokens, Sampling sampling, BitSet bannedFirst, List<BitSet> weighed) {

  /// Checks the ranges and copies.
  public GenerationRequest {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
    }
    bannedFirst = (BitSet) bannedFirst.clone();
    weighed = weighed.stream().map(set -> (BitSet) set.clone()).toList();
  }

  /// Asks how the answer would begin, and for no more of it than that.
  ///
  /// @param sets see [#weighed]
  public static GenerationRequest weigh(Prompt prompt, List<BitSet> sets) {
    return new GenerationRequest(prompt, 1, Sampling.GREEDY, new BitSet(), sets);
  }

  /// The tokens the answer must not begin with; a copy.
  @Override
  public BitSet bannedFirst() {
    return (BitSet) bannedFirst.clone();
  }
}
