package dev.catena.local.template;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.List;

/// ChatML as the Qwen 2.5 models were trained on: `<|im_start|>role`, text, `<|im_end|>`. Tool results are a user's turn,
/// neighbouring ones the same turn.
public final class ChatMl implements ChatTemplate {

  /// What the models' own template says when the application says nothing.
  static final String DEFAULT_INSTRUCTIONS = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";

  /// Creates the template.
  public ChatMl() {}

  @Override
  public Rendering render(List<ChatMessage> messages, String tools) {
    Writer writer = new Writer();
    int start = writer.leadingSystem(messages, tools);
    int prefix = writer.pieces.size();
    for (ChatMessage message : messages.subList(start, messages.size())) {
      writer.message(message);
    }
    writer.closeToolResults();
    writer.special("<|im_start|>assistant\n");
    return new Rendering(writer.pieces, prefix);
  }

  /// Does this look like the template in a model's file?
  ///
  /// @param source the file's own template
  public static boolean matches(String source) {
    return source.contains("<|im_start|>") && source.contains("<|im_end|>");
  }

  private static final class Writer {

    final List<Piece> pieces = new ArrayList<>();
    private boolean inToolResults;

    /// Returns how many messages it took.
    int leadingSystem(List<ChatMessage> messages, String tools) {
      boolean given = !messages.isEmpty() && messages.getFirst() instanceof SystemMessage;
      String instructions = given ? ((SystemMessage) messages.getFirst()).text() : DEFAULT_INSTRUCTIONS;
      turn("system", tools.isEmpty() ? instructions : instructions + "\n\n" + tools);
      return given ? 1 : 0;
    }

    void message(ChatMessage message) {
      if (message instanceof ToolExecutionResultMessage result) {
        toolResult(result);
        return;
      }
      closeToolResults();
      switch (message) {
        case SystemMessage system -> turn("system", system.text());
        case UserMessage user -> turn("user", text(user));
        case AiMessage model -> turn("assistant", model.text() == null ? "" : model.text());
        default -> throw new UnsupportedFeatureException(
            "a local model reads no message of type " + message.type());
      }
    }

    private void turn(String role, String text) {
      special("<|im_start|>" + role + "\n");
      plain(text);
      special("<|im_end|>\n");
    }

    private void toolResult(ToolExecutionResultMessage result) {
      special(inToolResults ? "\n<tool_response>\n" : "<|im_start|>user\n<tool_response>\n");
      if (!result.hasSingleText()) {
        throw unsupported("a tool result of '%s'".formatted(result.toolName()));
      }
      plain(result.text());
      special("\n</tool_response>");
      inToolResults = true;
    }

    void closeToolResults() {
      if (inToolResults) {
        special("<|im_end|>\n");
        inToolResults = false;
      }
    }

    private static String text(UserMessage message) {
      if (!message.hasSingleText()) {
        throw unsupported("a user message");
      }
      return message.singleText();
    }

    private static UnsupportedFeatureException unsupported(String what) {
      return new UnsupportedFeatureException(
          what + " must be a single text: the local models read no images, audio, video or files");
    }

    void special(String text) {
      pieces.add(new Piece(text, true));
    }

    private void plain(String text) {
      if (!text.isEmpty()) {
        pieces.add(new Piece(text, false));
      }
    }
  }
}
