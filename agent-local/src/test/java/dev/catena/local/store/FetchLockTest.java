package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchLockTest {
  private static final String REFERENCE = "hf:owner/repo/model.gguf";

  @TempDir
  private Path home;

  private final FakeHub hub = new FakeHub(Bytes.some(500_000));

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void fetch_twoThreads_downloadOnceAndTheSecondSaysThatItWaits() throws Exception {
    hub.gate = new CountDownLatch(1);
    var fixture = new Fixture(home);
    fixture.environment.put("HF_ENDPOINT", hub.endpoint());
    var told = new CopyOnWriteArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> fixture.store().fetch(REFERENCE, Progress.none()));
      Awaitility.await().until(() -> hub.downloads() == 1);
      var other = threads.submit(() -> fixture.store().fetch(REFERENCE, (what, done, total) -> told.add(what)));
      Awaitility.await().until(() -> told.contains("waiting for another thread: model.gguf"));
      hub.gate.countDown();

      assertThat(other.get()).isEqualTo(one.get());
    }
    assertThat(hub.downloads()).isEqualTo(1);
  }

  @Test
  void fetch_twoProcesses_downloadOnce() throws Exception {
    hub.gate = new CountDownLatch(1);
    var processes = List.of(start("one"), start("other"));
    Awaitility.await().until(() -> Files.readString(home.resolve("one")).contains("waiting for another process")
        || Files.readString(home.resolve("other")).contains("waiting for another process"));
    hub.gate.countDown();

    for (var process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(hub.downloads()).isEqualTo(1);
  }

  private Process start(String name) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var builder = new ProcessBuilder(java, "-cp", classPath, FetchLockTest.class.getName(), home.toString(), REFERENCE)
        .redirectErrorStream(true).redirectOutput(new File(home.toFile(), name));
    builder.environment().put("HF_ENDPOINT", hub.endpoint());
    return builder.start();
  }

  /// The second process of the test above: fetches `args[1]` into the store at `args[0]`.
  public static void main(String[] args) {
    ModelStore.at(Path.of(args[0])).fetch(args[1], (what, done, total) -> System.out.println(what));
  }
}
