package dev.catena.conformance;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;

/// A word is a token.
final class WordCount implements TokenCountEstimator {
  @Override
  public int estimateTokenCountInText(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return message instanceof UserMessage user ? estimateTokenCountInText(user.singleText()) : 1;
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage message : messages) {
      sum += estimateTokenCountInMessage(message);
    }
    return sum;
  }
}
