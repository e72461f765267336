package dev.catena.local.template;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/// Writes a conversation down for one family of models. Thread-safe.
public interface ChatTemplate {

  /// Renders a conversation up to where the model's answer begins.
  ///
  /// @param messages text only; tool calls of the model are already part of its text
  /// @param tools what the system message says about tools; empty when there are none
  Rendering render(List<ChatMessage> messages, String tools);
}
