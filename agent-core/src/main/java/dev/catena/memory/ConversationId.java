package dev.catena.memory;

import java.util.Objects;

/// The identity of a conversation.
///
/// @param value 1 to 200 characters, no control characters
public record ConversationId(String value) {
  /// The longest id, in characters.
  public static final int MAX_LENGTH = 200;

  /// Checks the value.
  public ConversationId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "conversation id must be 1 to %d printable characters: '%s'".formatted(MAX_LENGTH, value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
