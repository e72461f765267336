package dev.catena.rag.ingest;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Text made of what splitters stumble over, from a seed that failing tests print.
final class RandomText {
  private static final List<String> PARTS =
      List.of(
          " ", " ", " ", "\n", "\n", "\r\n", "\n\n", "\t", "\u00A0", "\u3000", "word", "Word", "a", "12", "3.14", ".", "!", "?", "。", "！", "；",
          "…", "”", "“", "「", "」", "(", ")", "退款", "需要三天", "こんにちは", "안녕", "e.g.", "Dr.", "# ", "## ", "### Title\n", "- ", "1. ", "* * *",
          "| a | b |\n|---|---|\n| c | d |\n", "```\n", "    code\n", "> ", "---\n", "===\n", "<div>\n", "[a]: /b\n", "\uD83D\uDE00",
          "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "e\u0301", "\u0301\u0302", "x".repeat(300), "的".repeat(400), "\uD842\uDFB7", "\u0000",
          "ภาษาไทย", "\u200B", "\u2028", "\u0085", "\f", "word ".repeat(150), " ".repeat(50), "\uFEFF");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  long seed() {
    return seed;
  }

  String text(int maxParts) {
    return IntStream.range(0, random.nextInt(maxParts)).mapToObj(i -> PARTS.get(random.nextInt(PARTS.size()))).collect(Collectors.joining());
  }
}
