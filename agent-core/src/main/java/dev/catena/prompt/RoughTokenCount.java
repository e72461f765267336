package dev.catena.prompt;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tokens without a tokenizer: four ASCII characters to a token, any other character one. Good enough to compare parts.
final class RoughTokenCount implements TokenCountEstimator {
  private static final int ASCII_PER_TOKEN = 4;
  private static final int FRAME_TOKENS = 4;

  @Override
  public int estimateTokenCountInText(String text) {
    int ascii = (int) text.codePoints().filter(c -> c < 128).count();
    int other = text.codePointCount(0, text.length()) - ascii;
    return (ascii + ASCII_PER_TOKEN - 1) / ASCII_PER_TOKEN + other;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return FRAME_TOKENS + estimateTokenCountInText(textOf(message));
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage message : messages) {
      sum += estimateTokenCountInMessage(message);
    }
    return sum;
  }

  private static String textOf(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> system.text();
      case UserMessage user -> textOf(user.contents());
      case ToolExecutionResultMessage result -> textOf(result.contents());
      case AiMessage ai -> textOf(ai);
      default -> message.toString();
    };
  }

  private static String textOf(AiMessage ai) {
    Stream<String> text = Stream.ofNullable(ai.text());
    Stream<String> calls = ai.toolExecutionRequests().stream().map(call -> call.name() + call.arguments());
    return Stream.concat(text, calls).collect(Collectors.joining());
  }

  private static String textOf(List<Content> contents) {
    return contents.stream()
        .filter(TextContent.class::isInstance)
        .map(content -> ((TextContent) content).text())
        .collect(Collectors.joining());
  }
}
