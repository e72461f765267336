/// The Lucene index: what is stored, how it is kept up to date, and how it is read.
@NullMarked
package dev.catena.rag.index;

import org.jspecify.annotations.NullMarked;
