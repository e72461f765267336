package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.catena.memory.ConversationId;
import dev.catena.memory.History;
import dev.catena.prompt.Prompt;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model is asked.
///
/// @param messages what it is sent
/// @param earlier which of these are a conversation's; null when none are
/// @param tools whether it may call tools: NONE also when there are some, and it must answer in words
record ModelRequest(List<ChatMessage> messages, @Nullable Earlier earlier, ToolChoice tools) {
  static final Codec<ModelRequest> CODEC =
      new Codec<>() {
        private final Codec<Text> text = Codecs.json(Text.class);

        @Override
        public String encode(ModelRequest request) {
          String messages = ChatMessageSerializer.messagesToJson(request.messages());
          return text.encode(new Text(messages, request.earlier(), request.tools()));
        }

        @Override
        public ModelRequest decode(String json) {
          Text read = text.decode(json);
          List<ChatMessage> messages = ChatMessageDeserializer.messagesFromJson(read.messages());
          return new ModelRequest(messages, read.earlier(), read.tools());
        }

        @Override
        public String identity(ModelRequest request) {
          return text.encode(new Text(MessageDigest.of(request.others()), request.earlier(), request.tools()));
        }
      };

  ModelRequest {
    messages = List.copyOf(messages);
  }

  /// Messages of a conversation, which never change: it is enough to say which.
  ///
  /// @param conversation whose
  /// @param size how many entries it had when it was read
  /// @param from the place of the first of them in the request
  /// @param to the place after the last; it was the last of the conversation
  record Earlier(ConversationId conversation, long size, int from, int to) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Text(String messages, @Nullable Earlier earlier, ToolChoice tools) {}

  static ModelRequest of(Prompt prompt, @Nullable History history, ToolChoice tools) {
    Earlier earlier =
        history == null
            ? null
            : new Earlier(history.conversation(), history.size(), prompt.historyStart(), prompt.historyEnd());
    return new ModelRequest(prompt.messages(), earlier, tools);
  }

  /// The messages that are no conversation's.
  private List<ChatMessage> others() {
    if (earlier == null) {
      return messages;
    }
    List<ChatMessage> others = new ArrayList<>(messages.subList(0, earlier.from()));
    others.addAll(messages.subList(earlier.to(), messages.size()));
    return others;
  }

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
