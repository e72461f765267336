/// Tests of the kill harness.
@NullMarked
package dev.catena.conformance.kill;

import org.jspecify.annotations.NullMarked;
