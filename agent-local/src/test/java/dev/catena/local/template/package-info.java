@NullMarked
package dev.catena.local.template;

import org.jspecify.annotations.NullMarked;
