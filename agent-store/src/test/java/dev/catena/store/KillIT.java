package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills processes that append pairs of entries, at random moments (SIGKILL), and looks at what they left.
class KillIT {
  private static final int KILLS = 20;
  private static final int START_MILLIS = 2000;

  @TempDir private Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void append_killedAgainAndAgain_everyAcknowledgedPairIsThereAndNoHalf() throws Exception {
    Path file = folder.resolve("store.db");
    long before = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      List<Long> acknowledged = killedAfterTheFirst(file);

      before = requireWhole(file, before, acknowledged, "kill %d, seed %d".formatted(kill, seed));
    }
  }

  @RepeatedTest(6)
  void open_killedWhileStarting_fileIsWholeAndUsable() throws Exception {
    Path file = folder.resolve("store.db");
    Process child = StoreProcess.start(StoreProcess.FLOOD, file);
    List<Long> acknowledged = kill(child, random.nextInt(START_MILLIS), new ArrayList<>());

    assertThat(requireWhole(file, 0, acknowledged, "seed " + seed)).isGreaterThanOrEqualTo(acknowledged.size());
  }

  private List<Long> killedAfterTheFirst(Path file) throws IOException, InterruptedException {
    Process child = StoreProcess.start(StoreProcess.FLOOD, file);
    List<Long> acknowledged = new ArrayList<>();
    acknowledged.add(Long.valueOf(child.inputReader().readLine()));
    return kill(child, random.nextInt(300), acknowledged);
  }

  /// The ends that the child acknowledged before it was killed, after those that were read already.
  private static List<Long> kill(Process child, int afterMillis, List<Long> acknowledged)
      throws IOException, InterruptedException {
    assertThat(child.waitFor(afterMillis, TimeUnit.MILLISECONDS)).as("the child ended by itself").isFalse();
    child.toHandle().destroyForcibly(); // the process's own method would close its output, unread
    try (BufferedReader said = child.inputReader()) {
      said.lines().map(Long::valueOf).forEach(acknowledged::add);
    }
    assertThat(child.waitFor()).as("exit status of SIGKILL").isEqualTo(128 + 9);
    return acknowledged;
  }

  /// @return how many entries there are now
  private static long requireWhole(Path file, long before, List<Long> acknowledged, String which) {
    SqliteFile sessions = SqliteFile.open(file, InstantSource.system());
    try (SqliteStore store = new SqliteStore(sessions)) {
      List<Entry> entries = store.read(StoreProcess.STREAM, 0);
      assertThat(acknowledged)
          .as(which)
          .isEqualTo(LongStream.rangeClosed(1, acknowledged.size()).mapToObj(pair -> before + 2 * pair).toList());
      assertThat(entries.size() - before - 2L * acknowledged.size()).as(which).isIn(0L, 2L);
      for (int i = 0; i < entries.size(); i++) {
        assertThat(entries.get(i)).as(which).isEqualTo(StoreProcess.numbered(i));
      }
      List<String> check = sessions.readers().read(sql -> sql.all("pragma integrity_check", row -> row.getString(1)));
      assertThat(check).as(which).containsExactly("ok");
      return entries.size();
    }
  }
}
