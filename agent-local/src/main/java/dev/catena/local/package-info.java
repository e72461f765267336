/// The bundled model as LangChain4j chat models.
@NullMarked
package dev.catena.local;

import org.jspecify.annotations.NullMarked;
