/// Which sentence of the documents stands behind which sentence of an answer.
@NullMarked
package dev.catena.rag.cite;

import org.jspecify.annotations.NullMarked;
