package dev.catena.prompt;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;

/// Tokens without a tokenizer: four ASCII characters to a token, any other character one. Good enough to compare parts.
final class RoughTokenCount implements TokenCountEstimator {
  private static final int ASCII_PER_TOKEN = 4;
  private static final int FRAME_TOKENS = 4;

  @Override
  public int estimateTokenCountInText(String text) {
    return tokens(text);
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return FRAME_TOKENS + switch (message) {
      case SystemMessage system -> tokens(system.text());
      case UserMessage user -> tokens(user.contents());
      case ToolExecutionResultMessage result -> tokens(result.contents());
      case AiMessage ai -> tokens(ai);
      default -> tokens(message.toString());
    };
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage message : messages) {
      sum += estimateTokenCountInMessage(message);
    }
    return sum;
  }

  private static int tokens(AiMessage ai) {
    String text = ai.text();
    int tokens = text == null ? 0 : tokens(text);
    for (ToolExecutionRequest call : ai.toolExecutionRequests()) {
      tokens += tokens(call.name()) + tokens(call.arguments());
    }
    return tokens;
  }

  private static int tokens(List<Content> contents) {
    int tokens = 0;
    for (Content content : contents) {
      tokens += content instanceof TextContent text ? tokens(text.text()) : 0;
    }
    return tokens;
  }

  private static int tokens(String text) {
    int ascii = 0;
    int other = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128) {
        ascii++;
      } else if (!Character.isLowSurrogate(c)) {
        other++;
      }
    }
    return (ascii + ASCII_PER_TOKEN - 1) / ASCII_PER_TOKEN + other;
  }
}
