@NullMarked
package dev.catena.local.store;

import org.jspecify.annotations.NullMarked;
