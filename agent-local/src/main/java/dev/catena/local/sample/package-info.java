/// Choosing the next token from the scores.
@NullMarked
package dev.catena.local.sample;

import org.jspecify.annotations.NullMarked;
