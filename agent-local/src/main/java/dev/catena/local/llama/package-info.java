/// llama.cpp through the foreign function interface. Native memory is touched in this package and nowhere else.
@NullMarked
package dev.catena.local.llama;

import org.jspecify.annotations.NullMarked;
