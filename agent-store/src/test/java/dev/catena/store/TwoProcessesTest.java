package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.Lease;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TwoProcessesTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("store.db");
  }

  @Test
  void append_afterAnotherProcessTookTheLease_isFencedAndSaysSo() throws Exception {
    Process child = StoreProcess.start(StoreProcess.LOSE, file);
    try (SqliteStore store = SqliteStore.open(file);
        BufferedReader said = child.inputReader();
        Writer told = child.outputWriter()) {
      assertThat(said.readLine()).isEqualTo("leased");
      Lease mine = store.lease(StoreProcess.STREAM, "parent", Duration.ofMinutes(1)).orElseThrow();
      store.append(StoreProcess.STREAM, 0, List.of(StoreProcess.entry("parent")), mine);
      told.write("go on\n");
      told.flush();

      assertThat(said.readLine()).startsWith("FencedException: 'child' no longer holds the lease 's' (token 1)");
      assertThat(StoreProcess.bodies(store)).containsExactly("parent");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void append_byTwoProcessesToOneStream_allAreThereOnceAndInOrder() throws Exception {
    Process child = StoreProcess.start(StoreProcess.SHARE, file);
    try (SqliteStore store = SqliteStore.open(file)) {
      StoreProcess.share(store, "parent", 100);

      assertThat(child.waitFor()).isZero();
      List<String> bodies = StoreProcess.bodies(store);
      assertThat(bodies).hasSize(200);
      assertThat(bodies.stream().filter(body -> body.startsWith("parent"))).containsExactlyElementsOf(numbered("parent"));
      assertThat(bodies.stream().filter(body -> body.startsWith("child"))).containsExactlyElementsOf(numbered("child"));
    } finally {
      child.destroyForcibly();
    }
  }

  private static List<String> numbered(String name) {
    return IntStream.range(0, 100).mapToObj(i -> name + " " + i).toList();
  }
}
