/// One model, one context, one thread: requests queue, what was read before is kept, anything can be cancelled.
@NullMarked
package dev.catena.local.runner;

import org.jspecify.annotations.NullMarked;
