/// What happened in a run, for whoever watches.
@NullMarked
package dev.catena.event;

import org.jspecify.annotations.NullMarked;
