/// Scripted models, for tests.
@NullMarked
package dev.catena.testkit;

import org.jspecify.annotations.NullMarked;
