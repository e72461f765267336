package dev.catena.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.List;

/// What a model is asked.
///
/// @param messagesJson LangChain4j's JSON of the messages
/// @param tools whether it may call tools: NONE also when there are some, and it must answer in words
record ModelRequest(String messagesJson, ToolChoice tools) {
  static ModelRequest of(List<ChatMessage> messages, ToolChoice tools) {
    return new ModelRequest(ChatMessageSerializer.messagesToJson(messages), tools);
  }

  List<ChatMessage> messages() {
    return ChatMessageDeserializer.messagesFromJson(messagesJson);
  }

  /// Withheld tools are still sent: the prefix stays the same bytes, and providers want the tools of earlier calls described.
  ///
  /// @param all the agent's tools
  ChatRequest chatRequest(List<ToolSpecification> all) {
    ChatRequest.Builder builder = ChatRequest.builder().messages(messages());
    if (!all.isEmpty()) {
      builder.toolSpecifications(all).toolChoice(tools);
    }
    return builder.build();
  }
}
