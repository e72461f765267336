/// The pure assembler of a request, and its ledger of tokens.
@NullMarked
package dev.catena.prompt;

import org.jspecify.annotations.NullMarked;
