/// Measurements: peers and limits, each comparison in one run.
@NullMarked
package dev.catena.benchmarks;

import org.jspecify.annotations.NullMarked;
