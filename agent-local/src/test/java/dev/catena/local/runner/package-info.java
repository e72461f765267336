@NullMarked
package dev.catena.local.runner;

import org.jspecify.annotations.NullMarked;
