package dev.catena.prompt;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How passages and a question become one user message. Pure text: nothing in them is ever read as a template.
final class Passages {
  /// Where retrievers write a document's name, ours first.
  private static final List<String> NAME_KEYS = List.of("document", Document.FILE_NAME, Document.URL);

  private Passages() {}

  /// The bare question when there are no passages; else the passages, numbered from 1, and the question last.
  static String render(List<Content> passages, String question) {
    if (passages.isEmpty()) {
      return question;
    }
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (Content passage : passages) {
      text.append('[').append(number++).append(']');
      name(passage).ifPresent(name -> text.append(' ').append(name));
      text.append('\n').append(passage.textSegment().text().strip()).append("\n\n");
    }
    return text.append("Question: ").append(question).toString();
  }

  /// The passage without its last sentence, its metadata kept; empty when it has only one.
  static Optional<Content> withoutLastSentence(Content passage) {
    String text = passage.textSegment().text().stripTrailing();
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(text);
    int start = sentences.preceding(text.length());
    if (start <= 0 || text.substring(0, start).isBlank()) {
      return Optional.empty();
    }
    TextSegment shorter = TextSegment.from(text.substring(0, start), passage.textSegment().metadata());
    return Optional.of(Content.from(shorter, passage.metadata()));
  }

  private static Optional<String> name(Content passage) {
    Metadata metadata = passage.textSegment().metadata();
    return NAME_KEYS.stream()
        .filter(metadata::containsKey)
        .map(key -> String.valueOf(metadata.toMap().get(key)))
        .filter(name -> !name.isBlank())
        .findFirst();
  }
}
