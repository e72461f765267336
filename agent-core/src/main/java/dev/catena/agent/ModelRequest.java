package dev.catena.agent;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.List;

/// What a model is asked.
///
/// @param messagesJson LangChain4j's JSON of the messages
/// @param toolsWithheld whether the model must answer in words
record ModelRequest(String messagesJson, boolean toolsWithheld) {
  static ModelRequest of(List<ChatMessage> messages, boolean toolsWithheld) {
    return new ModelRequest(ChatMessageSerializer.messagesToJson(messages), toolsWithheld);
  }

  List<ChatMessage> messages() {
    return ChatMessageDeserializer.messagesFromJson(messagesJson);
  }
}
