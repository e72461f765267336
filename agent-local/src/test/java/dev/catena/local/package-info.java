@NullMarked
package dev.catena.local;

import org.jspecify.annotations.NullMarked;
