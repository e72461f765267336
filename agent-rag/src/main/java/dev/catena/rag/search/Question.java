package dev.catena.rag.search;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked, and what was asked before it: «and on Sundays?» means nothing alone.
///
/// @param text the question
/// @param previous the user's message before it in `Query.metadata().chatMemory()`, if there is one
record Question(String text, Optional<String> previous) {
  /// What the previous question counts beside this one, in both legs and in the choice of sentences. It is always there, since
  /// whether a question stands alone is hard to tell; at this weight it orders passages that the question itself leaves open.
  static final float WEIGHT_OF_PREVIOUS = 0.3f;

  static Question of(Query query) {
    Metadata metadata = query.metadata();
    if (metadata == null || metadata.chatMemory() == null) {
      return new Question(query.text(), Optional.empty());
    }
    return new Question(query.text(), previous(metadata.chatMemory(), query.text()));
  }

  /// The texts to search for and their weights.
  Map<String, Float> weighted() {
    var texts = new LinkedHashMap<String, Float>();
    texts.put(text, 1f);
    previous.ifPresent(before -> texts.putIfAbsent(before, WEIGHT_OF_PREVIOUS));
    return texts;
  }

  /// Some callers put the question itself into the memory first.
  private static Optional<String> previous(List<ChatMessage> memory, String question) {
    boolean last = true;
    for (ChatMessage message : memory.reversed()) {
      if (message instanceof UserMessage user && user.hasSingleText()) {
        if (!last || !user.singleText().equals(question)) {
          return Optional.of(user.singleText()).filter(text -> !text.isBlank());
        }
        last = false;
      }
    }
    return Optional.empty();
  }
}
