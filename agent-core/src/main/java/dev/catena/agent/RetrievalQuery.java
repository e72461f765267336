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
/// @param size how many entries the conversation had, which says what `history` is
/// @param history the messages before the question
record RetrievalQuery(String text, @Nullable String conversation, long size, List<ChatMessage> history) {
  static final Codec<RetrievalQuery> CODEC =
      new Codec<>() {
        private final Codec<Text> codec = Codecs.json(Text.class);

        @Override
        public String encode(RetrievalQuery query) {
          String history = ChatMessageSerializer.messagesToJson(query.history());
          return codec.encode(new Text(query.text(), query.conversation(), query.size(), history));
        }

        @Override
        public RetrievalQuery decode(String json) {
          Text read = codec.decode(json);
          List<ChatMessage> history = ChatMessageDeserializer.messagesFromJson(read.history());
          return new RetrievalQuery(read.text(), read.conversation(), read.size(), history);
        }

        @Override
        public String identity(RetrievalQuery query) {
          return codec.encode(new Text(query.text(), query.conversation(), query.size(), ""));
        }
      };

  RetrievalQuery {
    history = List.copyOf(history);
  }

  static RetrievalQuery of(String text, @Nullable History history) {
    if (history == null) {
      return new RetrievalQuery(text, null, 0, List.of());
    }
    List<ChatMessage> messages = history.turns().stream().flatMap(turn -> turn.messages().stream()).toList();
    return new RetrievalQuery(text, history.conversation().value(), history.size(), messages);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Text(String text, @Nullable String conversation, long size, String history) {}
}
