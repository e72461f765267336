package dev.catena.benchmarks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The rounds of one model on both sides, in order; round i of ours did the same work as round i of the peer.
///
/// @param model whose weights
/// @param ours at least one
/// @param peer as many
record Comparison(String model, List<Speed> ours, List<Speed> peer) {

  /// Decode speed, ours over the peer's.
  double ratio() {
    return median(ours, Speed::decode) / median(peer, Speed::decode);
  }

  /// Prefill speed, ours over the peer's.
  double prefillRatio() {
    return median(ours, Speed::prefill) / median(peer, Speed::prefill);
  }

  /// Rounds in which both wrote the same text.
  int sameTexts() {
    int same = 0;
    for (int round = 0; round < ours.size(); round++) {
      same += ours.get(round).text().equals(peer.get(round).text()) ? 1 : 0;
    }
    return same;
  }

  /// The figures by name.
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rounds", ours.size());
    values.put("ratio", ratio());
    values.put("prefillRatio", prefillRatio());
    values.put("decode", median(ours, Speed::decode));
    values.put("peerDecode", median(peer, Speed::decode));
    values.put("prefill", median(ours, Speed::prefill));
    values.put("peerPrefill", median(peer, Speed::prefill));
    values.put("ratioPerCpu", median(ours, Speed::decodePerCpu) / median(peer, Speed::decodePerCpu));
    values.put("prefillRatioPerCpu", median(ours, Speed::prefillPerCpu) / median(peer, Speed::prefillPerCpu));
    values.put("cores", median(ours, Speed::cores));
    values.put("peerCores", median(peer, Speed::cores));
    values.put("sameTexts", sameTexts());
    return values;
  }

  /// The figures as a table.
  String table() {
    return "%s, tokens/s, median (lowest to highest) of %d rounds%n".formatted(model, ours.size())
        + row("ours", ours)
        + row("node-llama-cpp", peer)
        + "  the same text in %d of %d rounds".formatted(sameTexts(), ours.size());
  }

  private static String row(String side, List<Speed> speeds) {
    return "  %-16s prefill %s   decode %s%n  %-16s prefill %s   decode %s   busy cores %s%n"
        .formatted(
            side,
            spread(speeds, Speed::prefill),
            spread(speeds, Speed::decode),
            "  per CPU second",
            spread(speeds, Speed::prefillPerCpu),
            spread(speeds, Speed::decodePerCpu),
            spread(speeds, Speed::cores));
  }

  private static String spread(List<Speed> speeds, ToDoubleFunction<Speed> figure) {
    List<Double> values = values(speeds, figure);
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", Statistics.median(values), Collections.min(values), Collections.max(values));
  }

  private static double median(List<Speed> speeds, ToDoubleFunction<Speed> figure) {
    return Statistics.median(values(speeds, figure));
  }

  private static List<Double> values(List<Speed> speeds, ToDoubleFunction<Speed> figure) {
    return speeds.stream().map(figure::applyAsDouble).toList();
  }
}
