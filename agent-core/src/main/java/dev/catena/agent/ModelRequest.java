package dev.catena.agent;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.List;

/// What a model is asked.
///
/// @param messages what it is sent
/// @param tools whether it may call tools: NONE also when there are some, and it must answer in words
record ModelRequest(List<ChatMessage> messages, ToolChoice tools) {
  static final Codec<ModelRequest> CODEC =
      new Codec<>() {
        private final Codec<Text> text = Codecs.json(Text.class);

        @Override
        public String encode(ModelRequest request) {
          return text.encode(new Text(ChatMessageSerializer.messagesToJson(request.messages()), request.tools()));
        }

        @Override
        public ModelRequest decode(String json) {
          Text read = text.decode(json);
          return new ModelRequest(ChatMessageDeserializer.messagesFromJson(read.messagesJson()), read.tools());
        }

        @Override
        public String identity(ModelRequest request) {
          return text.encode(new Text(MessageDigests.of(request.messages()), request.tools()));
        }
      };

  ModelRequest {
    messages = List.copyOf(messages);
  }

  private record Text(String messagesJson, ToolChoice tools) {}

  /// Withheld tools are still sent: the prefix stays the same bytes, and providers want the tools of earlier calls described.
  ///
  /// @param all the agent's tools
  ChatRequest chatRequest(List<ToolSpecification> all) {
    ChatRequest.Builder builder = ChatRequest.builder().messages(messages);
    if (!all.isEmpty()) {
      builder.toolSpecifications(all).toolChoice(tools);
    }
    return builder.build();
  }
}
