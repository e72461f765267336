package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// A model that the store can name: one of the catalogue, or one that was fetched by an `hf:` or `pip:` reference.
///
/// @param name what [ModelStore#fetch] takes
/// @param bytes the size of the file
/// @param licence the SPDX identifier of its licence; empty where the store does not know it
/// @param installed whether the file is here and has its size (nothing else is checked for this list)
/// @param path where the file is, or will be once it is fetched
public record KnownModel(String name, long bytes, Optional<String> licence, boolean installed, Path path) {
  /// Checks that nothing is null.
  public KnownModel {
    requireNonNull(name, "name");
    requireNonNull(licence, "licence");
    requireNonNull(path, "path");
  }
}
