package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoreExceptionTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new IOException("No space left on device"), StoreException.Reason.DISK_FULL),
        Arguments.of(new FileSystemException("/f", null, "Disk quota exceeded"), StoreException.Reason.DISK_FULL),
        Arguments.of(new AccessDeniedException("/f"), StoreException.Reason.READ_ONLY),
        Arguments.of(new FileSystemException("/f", null, "Read-only file system"), StoreException.Reason.READ_ONLY),
        Arguments.of(new IOException("Input/output error"), StoreException.Reason.IO));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void of_errorOfTheDisk_isToldApart(IOException error, StoreException.Reason reason) {
    var failure = StoreException.of("cannot fetch m", Path.of("/home/x"), error);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasMessageContainingAll("cannot fetch m", "/home/x").hasCause(error);
  }
}
