package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.local.error.NativeLibraryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunnerTest {

  @TempDir
  private Path folder;

  private RunnerOptions options(Path natives, int contextTokens, int threads) {
    return new RunnerOptions(natives, folder.resolve("model.gguf"), "abc", folder.resolve("prefix"), contextTokens, threads);
  }

  @Test
  void start_noNativeFolder_isRefused() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Runner.start(options(missing, 64, 1)))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void start_incompleteNativeFolder_isRefused() {
    assertThatThrownBy(() -> Runner.start(options(folder, 64, 1)))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("the native library is incomplete");
  }

  @Test
  void options_noContext_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> options(folder, 0, 1)).withMessageContaining("contextTokens");
  }

  @Test
  void options_noThreads_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> options(folder, 64, 0)).withMessageContaining("threads");
  }
}
