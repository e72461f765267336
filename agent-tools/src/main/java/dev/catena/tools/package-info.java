/// Ready tools.
@NullMarked
package dev.catena.tools;

import org.jspecify.annotations.NullMarked;
