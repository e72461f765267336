/// What can go wrong in a local model, by what the caller can do about it.
@NullMarked
package dev.catena.local.error;

import org.jspecify.annotations.NullMarked;
