/// What the embedded engine records, and where.
@NullMarked
package dev.catena.journal;

import org.jspecify.annotations.NullMarked;
