package dev.catena.rag.ingest;

/// A folder cannot be read at all. The message is one line and names the folder and what to do.
public final class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IngestException(String message) {
    super(message);
  }
}
