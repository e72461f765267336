@NullMarked
package dev.catena.local.llama;

import org.jspecify.annotations.NullMarked;
