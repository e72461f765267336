/// Rules about compiled classes, for a module's own test.
@NullMarked
package dev.catena.testkit.architecture;

import org.jspecify.annotations.NullMarked;
