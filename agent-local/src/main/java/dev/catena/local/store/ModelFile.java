package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// A model that lies on this machine and has been checked.
///
/// @param name the reference by which it was asked for: a name of the catalogue, `hf:…`, `pip:…`, or the absolute path
/// @param path the GGUF file, absolute
/// @param sha256 the SHA-256 of the file, 64 lower-case hexadecimal digits
/// @param bytes the size of the file
/// @param licence the SPDX identifier of the model's licence; empty where the store does not know it
public record ModelFile(String name, Path path, String sha256, long bytes, Optional<String> licence) {
  /// Checks that nothing is null.
  public ModelFile {
    requireNonNull(name, "name");
    requireNonNull(path, "path");
    requireNonNull(sha256, "sha256");
    requireNonNull(licence, "licence");
  }
}
