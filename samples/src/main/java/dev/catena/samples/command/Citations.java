package dev.catena.samples.command;

import dev.catena.knowledge.Citation;
import java.util.List;

/// Citations for people.
final class Citations {
  private Citations() {}

  /// One line each: number, document, quote.
  static String text(List<Citation> citations) {
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (Citation citation : citations) {
      text.append("[%d] %s: «%s»%n".formatted(number++, citation.document(), OneLine.of(citation.quote())));
    }
    return text.toString().stripTrailing();
  }
}
