package dev.catena.local;

/// Where the text of an answer goes while it is written.
interface Output {

  /// For callers that wait for the whole answer.
  Output NONE = new Output() {
    @Override
    public void text(String part) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  };

  /// Takes the next part, never empty.
  void text(String part);

  /// Is the rest not wanted any more?
  boolean isCancelled();
}
