/// Tools: from a Java method to a checked call.
@NullMarked
package dev.catena.tool;

import org.jspecify.annotations.NullMarked;
