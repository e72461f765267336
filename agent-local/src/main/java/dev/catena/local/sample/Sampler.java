package dev.catena.local.sample;

import dev.catena.local.llama.Logits;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Chooses tokens for one answer. Not thread-safe.
public final class Sampler {

  private final Sampling sampling;
  private final RandomGenerator random;

  /// Starts the choices of one answer.
  public Sampler(Sampling sampling) {
    this.sampling = sampling;
    this.random = new SplittableRandom(sampling.seed());
  }

  /// Chooses among all tokens.
  public int next(Logits logits) {
    if (sampling.temperature() == 0) {
      return logits.argMax();
    }
    return draw(Candidates.likeliest(logits, sampling.topK(), NOTHING));
  }

  private static final BitSet NOTHING = new BitSet();

  /// Chooses among the tokens that are not banned.
  ///
  /// @param banned token ids; not all of them
  public int next(Logits logits, BitSet banned) {
    if (sampling.temperature() == 0) {
      return Candidates.likeliest(logits, 1, banned).token(0);
    }
    return draw(Candidates.likeliest(logits, sampling.topK(), banned));
  }

  private int draw(Candidates candidates) {
    double[] weights = candidates.weights(sampling.temperature());
    int kept = keep(weights);
    double mass = 0;
    for (int i = 0; i < kept; i++) {
      mass += weights[i];
    }
    double mark = random.nextDouble() * mass;
    int chosen = 0;
    for (double passed = weights[0]; passed <= mark && chosen < kept - 1; passed += weights[chosen]) {
      chosen++;
    }
    return candidates.token(chosen);
  }

  /// How many of the likeliest make up top-p of the mass.
  private int keep(double[] weights) {
    double mass = 0;
    for (double weight : weights) {
      mass += weight;
    }
    double wanted = sampling.topP() * mass;
    double passed = 0;
    for (int i = 0; i < weights.length; i++) {
      passed += weights[i];
      if (passed >= wanted) {
        return i + 1;
      }
    }
    return weights.length;
  }
}
