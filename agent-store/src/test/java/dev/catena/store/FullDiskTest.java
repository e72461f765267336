package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.journal.JournalException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that is full at each point of a run in turn, and has room again when the run is asked for once more.
@Timeout(120)
class FullDiskTest {
  @TempDir private Path folder;
  private final List<String> calls = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {RefundShop.KEYED, RefundShop.ONCE})
  void run_diskFullAtAnyPoint_stopsThereAndGoesOnWhenThereIsRoom(String tool) {
    int full = 0;
    int pages = pagesOfAnEmptyStore();
    for (boolean enough = false; !enough; pages++) {
      Path file = folder.resolve(pages + ".db");
      calls.clear();
      SqliteStore.open(file).close();
      enough = fits(file, pages, tool);
      full += enough ? 0 : 1;

      assertThat(outcomeWithRoom(file, tool)).as("with %d pages", pages).isInstanceOfAny(expected(tool));
      assertThat(calls.stream().distinct()).as("keys with %d pages", pages).hasSize(1);
      if (tool.equals(RefundShop.ONCE)) {
        assertThat(calls).as("calls with %d pages", pages).hasSize(1);
      }
    }
    assertThat(full).as("how often the disk was full").isGreaterThan(3);
  }

  private int pagesOfAnEmptyStore() {
    try (SqliteFile sessions = SqliteFile.open(folder.resolve("empty.db"), InstantSource.system())) {
      return sessions.readers().read(sql -> sql.one("pragma page_count", row -> row.getInt(1)).orElseThrow());
    }
  }

  /// Whether the run ends on a disk of this size.
  private boolean fits(Path file, int pages, String tool) {
    try (SqliteFile sessions = SqliteFile.open(file, InstantSource.system())) {
      for (Session session : List.of(sessions.journal(), sessions.leases())) {
        session.read(sql -> sql.one("pragma max_page_count = " + pages, row -> row.getInt(1)));
      }
      agent(new SqliteStore(sessions)).run(RefundShop.request(tool));
      return true;
    } catch (JournalException e) {
      assertThat(e).hasMessageContaining("is full");
      return false;
    }
  }

  /// An answer, or the wait for a person because of a call whose end was not recorded.
  private static Class<?>[] expected(String tool) {
    return tool.equals(RefundShop.ONCE)
        ? new Class<?>[] {Answered.class, AwaitingApproval.class}
        : new Class<?>[] {Answered.class};
  }

  private Outcome outcomeWithRoom(Path file, String tool) {
    InstantSource whenTheLeaseIsOver = () -> Instant.now().plus(Duration.ofMinutes(1));
    try (SqliteStore store = SqliteStore.open(file, whenTheLeaseIsOver)) {
      return agent(store).run(RefundShop.request(tool));
    }
  }

  private Agent agent(SqliteStore store) {
    return RefundShop.agent(store, RefundShop.model(), new RefundShop.Bank(calls::add));
  }
}
