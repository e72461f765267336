/// Runs and their steps: ids, effects, outcomes, limits, and the engine behind them.
@NullMarked
package dev.catena.run;

import org.jspecify.annotations.NullMarked;
