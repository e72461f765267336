/// Peers and limits in one run.
@NullMarked
package dev.catena.benchmarks;

import org.jspecify.annotations.NullMarked;
