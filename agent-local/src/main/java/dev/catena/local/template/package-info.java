/// How a family of models wants a conversation written down.
@NullMarked
package dev.catena.local.template;

import org.jspecify.annotations.NullMarked;
