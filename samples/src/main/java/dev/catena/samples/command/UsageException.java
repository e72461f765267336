package dev.catena.samples.command;

/// The command was used wrongly; the message is one line that says what to do instead.
final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
