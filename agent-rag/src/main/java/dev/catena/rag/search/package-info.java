/// From a question to a few sentences: two legs, their fusion, and the cut to a token budget.
@NullMarked
package dev.catena.rag.search;

import org.jspecify.annotations.NullMarked;
