package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.catena.memory.History;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to look for.
///
/// @param text the user's words
/// @param conversation the conversation's id; null for a single question
/// @param history the messages before the question
record RetrievalQuery(String text, @Nullable String conversation, List<ChatMessage> history) {
  static final Codec<RetrievalQuery> CODEC =
      new Codec<>() {
        private final Codec<Text> codec = Codecs.json(Text.class);

        @Override
        public String encode(RetrievalQuery query) {
          String history = ChatMessageSerializer.messagesToJson(query.history());
          return codec.encode(new Text(query.text(), query.conversation(), history));
        }

        @Override
        public RetrievalQuery decode(String json) {
          Text read = codec.decode(json);
          return new RetrievalQuery(
              read.text(), read.conversation(), ChatMessageDeserializer.messagesFromJson(read.historyJson()));
        }

        @Override
        public String identity(RetrievalQuery query) {
          return codec.encode(new Text(query.text(), query.conversation(), MessageDigests.of(query.history())));
        }
      };

  RetrievalQuery {
    history = List.copyOf(history);
  }

  static RetrievalQuery of(Request request, @Nullable History history) {
    List<ChatMessage> messages =
        history == null ? List.of() : history.turns().stream().flatMap(turn -> turn.messages().stream()).toList();
    String conversation = request.conversation() == null ? null : request.conversation().value();
    return new RetrievalQuery(request.text(), conversation, messages);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Text(String text, @Nullable String conversation, String historyJson) {}
}
