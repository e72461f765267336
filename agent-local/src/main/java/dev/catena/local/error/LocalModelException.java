package dev.catena.local.error;

import dev.langchain4j.exception.LangChain4jException;
import org.jspecify.annotations.Nullable;

/// A local model could not do what it was asked. The message names what failed, the value, and the knob.
public abstract sealed class LocalModelException extends LangChain4jException
    permits CancelledException,
        ContextOverflowException,
        ModelClosedException,
        ModelFileException,
        NativeFailureException,
        NativeLibraryException {

  private static final long serialVersionUID = 1L;

  LocalModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
