package dev.catena.local.sample;

/// How the next token is chosen.
///
/// @param temperature 0 always takes the likeliest token; higher values flatten the choice; at least 0
/// @param topK only this many of the likeliest tokens are considered; 0 considers all
/// @param topP only the likeliest tokens that together have this probability are considered; above 0, at most 1
/// @param seed the same seed, prompt and settings choose the same tokens
public record Sampling(double temperature, int topK, double topP, long seed) {

  /// Tokens considered when nobody says how many and the temperature is above 0.
  public static final int DEFAULT_TOP_K = 40;

  /// Always the likeliest token.
  public static final Sampling GREEDY = new Sampling(0, DEFAULT_TOP_K, 1, 0);

  /// Checks the ranges.
  public Sampling {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be at least 0, was " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK must be at least 0, was " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be above 0 and at most 1, was " + topP);
    }
  }
}
