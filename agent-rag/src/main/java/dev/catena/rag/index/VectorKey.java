package dev.catena.rag.index;

import dev.catena.rag.ingest.Script;

/// Names a text to be embedded.
///
/// @param hash of the text
/// @param script of the text, which decides the model
record VectorKey(String hash, Script script) {}
