package dev.catena.memory;

import java.util.List;
import java.util.Objects;

/// The end of a conversation as it was at some time. A conversation only grows, so the same size always gives the same turns.
///
/// @param conversation whose
/// @param size how many entries the conversation had
/// @param window how far back the turns go
/// @param turns the last whole turns, oldest first
public record History(ConversationId conversation, long size, Window window, List<Turn> turns) {
  /// Copies the turns.
  public History {
    Objects.requireNonNull(conversation, "conversation");
    Objects.requireNonNull(window, "window");
    turns = List.copyOf(turns);
  }
}
