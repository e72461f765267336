package dev.catena.samples.command;

import java.util.List;

/// Citations for people.
final class Citations {
  private Citations() {}

  /// One line each: number, document, quote; empty without citations.
  static String text(List<AskReport.Quote> citations) {
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (AskReport.Quote citation : citations) {
      text.append("[%d] %s: «%s»%n".formatted(number++, citation.document(), OneLine.of(citation.quote())));
    }
    return text.toString();
  }
}
