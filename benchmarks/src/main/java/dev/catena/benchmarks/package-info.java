/// Measurements of Catena against goals, each one line `RESULT` with JSON.
@NullMarked
package dev.catena.benchmarks;

import org.jspecify.annotations.NullMarked;
