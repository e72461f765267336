@NullMarked
package dev.catena.benchmarks;

import org.jspecify.annotations.NullMarked;
