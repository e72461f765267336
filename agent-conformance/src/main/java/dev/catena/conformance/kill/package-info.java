/// The kill harness: scripted agents whose process is killed at every append to their store, and resumed by another.
@NullMarked
package dev.catena.conformance.kill;

import org.jspecify.annotations.NullMarked;
