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
/// @param subject whom it is about, so that all about them can be found and [forgotten][Forgetting#subject]; null for nobody
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Request(String text, @Nullable ConversationId conversation, @Nullable String id, @Nullable String subject) {
  /// The longest id of a subject, in characters.
  public static final int MAX_SUBJECT_LENGTH = 200;

  /// Checks the parts.
  public Request {
    Objects.requireNonNull(text, "text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("a request needs a text");
    }
    if (subject != null && (subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH)) {
      throw new IllegalArgumentException("a subject has 1 to %d characters: '%s'".formatted(MAX_SUBJECT_LENGTH, subject));
    }
  }

  /// A single question.
  public static Request of(String text) {
    return new Request(text, null, null, null);
  }

  /// The same request as part of a conversation: earlier turns are shown to the model, and this one is remembered.
  public Request in(String conversationId) {
    return new Request(text, new ConversationId(conversationId), id, subject);
  }

  /// The same request under an id: asked for again, it gives the recorded outcome or goes on where it stopped.
  public Request id(String requestId) {
    return new Request(text, conversation, Objects.requireNonNull(requestId, "requestId"), subject);
  }

  /// The same request about somebody, such as a customer. It is recorded and no model sees it.
  ///
  /// @param subjectId 1 to [#MAX_SUBJECT_LENGTH] characters, better a number of yours than a name
  public Request about(String subjectId) {
    return new Request(text, conversation, id, Objects.requireNonNull(subjectId, "subjectId"));
  }

  Request identified() {
    return id == null ? id(UUID.randomUUID().toString()) : this;
  }
}
