/// The catena command and programs to read.
@NullMarked
package dev.catena.samples;

import org.jspecify.annotations.NullMarked;
