/// Retrieval that can say where an answer stands.
@NullMarked
package dev.catena.knowledge;

import org.jspecify.annotations.NullMarked;
