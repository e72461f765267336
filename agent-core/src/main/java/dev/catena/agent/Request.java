package dev.catena.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.catena.memory.ConversationId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a user asks of an agent.
///
/// @param text the user's words; never read as a template
/// @param conversation the conversation it belongs to; null for a single question
/// @param id the same id means the same run, never a second one; null for a run that nobody will ask for again
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Request(String text, @Nullable ConversationId conversation, @Nullable String id) {
  /// Checks the text.
  public Request {
    Objects.requireNonNull(text, "text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("a request needs a text");
    }
  }

  /// A single question.
  public static Request of(String text) {
    return new Request(text, null, null);
  }

  /// The same request as part of a conversation: earlier turns are shown to the model, and this one is remembered.
  public Request in(String conversationId) {
    return new Request(text, new ConversationId(conversationId), id);
  }

  /// The same request under an id: asked for again, it gives the recorded outcome or goes on where it stopped.
  public Request id(String requestId) {
    return new Request(text, conversation, Objects.requireNonNull(requestId, "requestId"));
  }

  Request identified() {
    return id == null ? id(UUID.randomUUID().toString()) : this;
  }
}
