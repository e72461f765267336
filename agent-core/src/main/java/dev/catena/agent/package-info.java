/// The agent and its one loop.
@NullMarked
package dev.catena.agent;

import org.jspecify.annotations.NullMarked;
