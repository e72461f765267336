/// Embedding models of the bundle, by language.
@NullMarked
package dev.catena.embed;

import org.jspecify.annotations.NullMarked;
