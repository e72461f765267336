/// The header of a GGUF model file, read and checked in Java before native code sees the file.
@NullMarked
package dev.catena.local.gguf;

import org.jspecify.annotations.NullMarked;
