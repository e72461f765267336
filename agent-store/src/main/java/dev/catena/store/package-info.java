/// Stores that outlive the process.
@NullMarked
package dev.catena.store;

import org.jspecify.annotations.NullMarked;
