package dev.catena.local.template;

import java.util.List;

/// A conversation as a model reads it.
///
/// @param pieces in order
/// @param prefixPieces how many of them come first whatever was said: the system message with instructions and tools
public record Rendering(List<Piece> pieces, int prefixPieces) {

  /// Copies.
  public Rendering {
    pieces = List.copyOf(pieces);
    if (prefixPieces < 0 || prefixPieces > pieces.size()) {
      throw new IllegalArgumentException("prefixPieces must be 0 to %d, was %d".formatted(pieces.size(), prefixPieces));
    }
  }
}
