/// The catena command: `ask`, `chat` and `models` over a folder of documents.
@NullMarked
package dev.catena.samples.command;

import org.jspecify.annotations.NullMarked;
