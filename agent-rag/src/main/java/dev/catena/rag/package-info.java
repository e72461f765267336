/// Lucene retrieval with citations.
@NullMarked
package dev.catena.rag;

import org.jspecify.annotations.NullMarked;
