/// Scripted models, the network guard and the house rules.
@NullMarked
package dev.catena.testkit;

import org.jspecify.annotations.NullMarked;
