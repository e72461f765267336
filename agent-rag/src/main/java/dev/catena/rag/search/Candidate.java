package dev.catena.rag.search;

import dev.catena.rag.index.StoredPassage;

/// A passage that was found.
///
/// @param passage the passage
/// @param score its fused score, from 0 to 1
record Candidate(StoredPassage passage, double score) {}
