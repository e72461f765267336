package dev.catena.rag.ingest;

/// The smallest unit a passage is packed from; it fits a passage by itself.
///
/// @param start where it starts, in UTF-16 units
/// @param end where it ends, exclusive
/// @param size its [Size]
/// @param borderCost what it costs to start a passage here: 0 between paragraphs, more where it hurts to read
record Piece(int start, int end, int size, double borderCost) {}
