package dev.catena.samples.command;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;

/// Counts tokens roughly, before the model is there that could count them: about four Latin characters or one CJK character a
/// token, rounded up. The prompt's budget is kept with the model's own count.
final class RoughCounter implements TokenCountEstimator {
  @Override
  public int estimateTokenCountInText(String text) {
    int quarters = 0;
    for (int i = 0; i < text.length(); i++) {
      quarters += text.charAt(i) >= 0x2E80 ? 3 : 1;
    }
    return (quarters + 3) / 4 + 1;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return estimateTokenCountInText(message.toString());
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
