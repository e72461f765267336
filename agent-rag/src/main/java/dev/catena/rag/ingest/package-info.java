/// From a folder of documents to passages: finding files, reading them as text, and cutting the text.
///
/// Every position is an offset into [SourceDocument#text()] in UTF-16 units and is carried from the parser, never searched for
/// afterwards, so that what is cited is exactly what stands in the document.
@NullMarked
package dev.catena.rag.ingest;

import org.jspecify.annotations.NullMarked;
