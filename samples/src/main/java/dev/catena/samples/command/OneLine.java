package dev.catena.samples.command;

/// Failures as one line for people.
final class OneLine {
  private OneLine() {}

  /// The message without line breaks; the type's name where there is no message.
  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : of(message);
  }

  /// The text without line breaks.
  static String of(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
