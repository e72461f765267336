package dev.catena.rag.search;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;

/// Counts tokens without a tokenizer, rather too many than too few: a token for each CJK character and each sign, and for words
/// one for every four letters begun. Byte-pair vocabularies of today's models need fewer.
final class RoughTokens implements TokenCountEstimator {
  private static final int LETTERS = 4;
  private static final int LATIN_END = 0x250;
  private static final int MESSAGE_OVERHEAD = 5;

  @Override
  public int estimateTokenCountInText(String text) {
    int tokens = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isWhitespace(character)) {
        letters = 0;
      } else if (character < LATIN_END && Character.isLetter(character)) {
        tokens += letters % LETTERS == 0 ? 1 : 0;
        letters++;
      } else {
        tokens++;
        letters = 0;
      }
    }
    return tokens;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return MESSAGE_OVERHEAD + estimateTokenCountInText(message.toString());
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int tokens = 0;
    for (ChatMessage message : messages) {
      tokens += estimateTokenCountInMessage(message);
    }
    return tokens;
  }
}
