/// Kits that engines, stores and tools must pass.
@NullMarked
package dev.catena.conformance;

import org.jspecify.annotations.NullMarked;
