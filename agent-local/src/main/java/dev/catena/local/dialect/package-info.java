/// How a family of models really writes tool calls, and how tools are shown to it.
@NullMarked
package dev.catena.local.dialect;

import org.jspecify.annotations.NullMarked;
