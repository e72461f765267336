@NullMarked
package dev.catena.local.gguf;

import org.jspecify.annotations.NullMarked;
