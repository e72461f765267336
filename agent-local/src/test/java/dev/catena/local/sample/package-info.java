@NullMarked
package dev.catena.local.sample;

import org.jspecify.annotations.NullMarked;
