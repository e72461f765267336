package dev.catena.journal;

/// Somebody else has appended to the stream. Read on from the position that was expected, and decide again.
public final class ConflictException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final String stream;

  /// For the stream, with both numbers of entries.
  public ConflictException(String stream, long expected, long actual) {
    super("stream '%s' has %d entries, not %d: somebody else has written to it".formatted(stream, actual, expected));
    this.stream = stream;
  }

  /// The stream that somebody else has written to.
  public String stream() {
    return stream;
  }
}
