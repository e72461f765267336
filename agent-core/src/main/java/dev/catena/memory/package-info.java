/// Conversations: whole turns, committed one at a time.
@NullMarked
package dev.catena.memory;

import org.jspecify.annotations.NullMarked;
