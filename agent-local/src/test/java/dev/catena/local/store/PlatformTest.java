package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, mac-arm64",
    "Mac OS X, x86_64, mac-x64",
    "Windows 11, amd64, win-x64",
    "Windows Server 2025, aarch64, win-arm64",
  })
  void of_whatJavaSays_isWhatTheLockFileNames(String system, String processor, String name) {
    var platform = Platform.of(system, processor, Path.of("maps"));

    assertThat(platform.name()).isEqualTo(name);
    assertThat(NativesLock.bundled().of(platform).names()).anyMatch(file -> file.contains("llama"));
  }
}
