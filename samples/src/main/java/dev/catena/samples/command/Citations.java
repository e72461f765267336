package dev.catena.samples.command;

import java.io.PrintWriter;
import java.util.List;

/// Citations for people.
final class Citations {
  private Citations() {}

  /// One line each: number, document, quote.
  static void print(List<AskReport.Quote> citations, PrintWriter out) {
    int number = 1;
    for (AskReport.Quote citation : citations) {
      out.printf("[%d] %s: «%s»%n", number++, citation.document(), OneLine.of(citation.quote()));
    }
    out.flush();
  }
}
