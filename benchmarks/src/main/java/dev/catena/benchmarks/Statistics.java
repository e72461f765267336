package dev.catena.benchmarks;

import java.util.List;
import java.util.Locale;

/// The few statistics that the benchmarks report.
final class Statistics {
  private static final double Z95 = 1.959964;

  private Statistics() {}

  /// The median; of an even number the mean of the middle two.
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// Wilson's 95 % interval of a proportion (Wilson 1927), as `[low, high]` in per cent.
  static String wilson(int hits, int n) {
    double p = (double) hits / n;
    double centre = p + Z95 * Z95 / (2 * n);
    double spread = Z95 * Math.sqrt(p * (1 - p) / n + Z95 * Z95 / (4.0 * n * n));
    double scale = 1 + Z95 * Z95 / n;
    return String.format(Locale.ROOT, "[%.0f, %.0f]", 100 * (centre - spread) / scale, 100 * (centre + spread) / scale);
  }

  /// The exact two-sided McNemar test of paired outcomes: a binomial test over the pairs that differ.
  ///
  /// @param onlyFirst pairs in which only the first was right
  /// @param onlySecond pairs in which only the second was right
  /// @return the p value, at most 1
  static double mcNemar(int onlyFirst, int onlySecond) {
    int n = onlyFirst + onlySecond;
    double tail = 0;
    for (int k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
      tail += choose(n, k) * Math.pow(0.5, n);
    }
    return Math.min(1, 2 * tail);
  }

  /// The same test as a goal of the second: 1 where it was not better, however surely it was worse.
  static double mcNemarOfBetter(int onlyFirst, int onlySecond) {
    return onlySecond > onlyFirst ? mcNemar(onlyFirst, onlySecond) : 1;
  }

  private static double choose(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result *= (double) (n - k + i) / i;
    }
    return result;
  }
}
