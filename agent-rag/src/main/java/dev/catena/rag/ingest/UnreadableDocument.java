package dev.catena.rag.ingest;

import java.util.Objects;

/// One document has no text that can be read; the others go on. It carries no stack trace, since its place is a list shown to
/// a person.
public final class UnreadableDocument extends Exception {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final String reason;

  UnreadableDocument(String id, String reason) {
    super(Objects.requireNonNull(id, "id") + " " + Objects.requireNonNull(reason, "reason"), null, false, false);
    this.id = id;
    this.reason = reason;
  }

  /// The document's id.
  ///
  /// @return the path below the folder
  public String id() {
    return id;
  }

  /// What is wrong, so that «id reason» is a sentence: `is empty`, `is protected by a password`.
  ///
  /// @return one line
  public String reason() {
    return reason;
  }
}
