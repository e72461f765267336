@NullMarked
package dev.catena.local.dialect;

import org.jspecify.annotations.NullMarked;
