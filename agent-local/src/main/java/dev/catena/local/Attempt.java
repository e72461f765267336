package dev.catena.local;

import dev.catena.local.dialect.ReplyReader;
import dev.catena.local.llama.Vocabulary;
import dev.catena.local.runner.Ending;
import dev.catena.local.runner.Generation;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One generation, read to its end: tokens become text, text becomes what is shown and what is called.
final class Attempt {

  final Generation generation;
  int outputTokens;

  /// Did a limit end it? The runner is ahead: what stops the reader may come before the limit that the runner has met.
  boolean cutOff;

  /// Null when no tools were offered: text that looks like a call is text then.
  private final @Nullable ReplyReader reader;

  private final StopSequences stops;
  private final Utf8Stream characters = new Utf8Stream();
  private final StringBuilder shown = new StringBuilder();

  Attempt(Generation generation, @Nullable ReplyReader reader, StopSequences stops) {
    this.generation = generation;
    this.reader = reader;
    this.stops = stops;
  }

  /// Returns false when the output cancelled it.
  boolean read(Vocabulary vocabulary, Output output) throws InterruptedException {
    int token = Generation.END;
    while (!isOver() && (token = generation.next()) != Generation.END) {
      outputTokens++;
      show(stops.feed(characters.feed(vocabulary.bytes(token))), output);
      if (output.isCancelled()) {
        return false;
      }
    }
    cutOff = token == Generation.END && generation.ending() == Ending.LENGTH;
    show(stops.feed(characters.finish()) + stops.finish(), output);
    if (reader != null) {
      showText(reader.finish(!cutOff), output);
    }
    return !output.isCancelled();
  }

  private boolean isOver() {
    return stops.found() || (reader != null && reader.isOver());
  }

  private void show(String text, Output output) {
    showText(reader == null || text.isEmpty() ? text : reader.feed(text), output);
  }

  private void showText(String text, Output output) {
    if (!text.isEmpty()) {
      shown.append(text);
      output.text(text);
    }
  }

  String text() {
    return shown.toString();
  }

  List<ToolExecutionRequest> calls() {
    return reader == null ? List.of() : reader.calls();
  }

  /// Tools that nobody offered were called, and nothing else came.
  boolean isNothingButUnknownCalls() {
    return reader != null && reader.calledUnknown() && reader.calls().isEmpty() && shown.toString().isBlank();
  }
}
