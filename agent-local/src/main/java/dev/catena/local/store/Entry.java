package dev.catena.local.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the store knows of a model before it has it.
///
/// @param name the reference that names it
/// @param file where it lies below the store's `models` folder
/// @param bytes its size, or -1 where only the source knows it
/// @param sha256 the hash it must have; empty where only the source knows it
/// @param licence its licence's SPDX identifier
/// @param sources the references of where it comes from, in the order in which they are tried
record Entry(String name, Path file, long bytes, Optional<String> sha256, Optional<String> licence, List<String> sources) {
  static Entry of(Source source) {
    return new Entry(source.toString(), source.file(), -1, Optional.empty(), Optional.empty(), List.of(source.toString()));
  }
}
