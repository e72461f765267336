package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.PendingCall;
import dev.catena.agent.Request;
import dev.catena.run.RunId;
import dev.catena.run.RunState;
import dev.catena.run.RunSummary;
import dev.catena.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each release has written, in the folder `journals`: it must load, and its runs must go on.
class FixtureTest {
  private static final Path JOURNALS = Path.of("src/test/resources/journals");

  @TempDir private Path work;

  private final FixtureShop.Shop shop = new FixtureShop.Shop();

  static Stream<Path> fixtures() throws IOException {
    try (Stream<Path> folders = Files.list(JOURNALS)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void list_fixture_holdsItsRuns(Path fixture) throws IOException {
    try (SqliteStore store = open(fixture)) {
      assertThat(new Runs(store).list(10, null)).extracting(RunSummary::state)
          .containsExactly(RunState.STANDS_STILL, RunState.WAITING, RunState.COMPLETED);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void run_finished_theRecordedAnswer(Path fixture) throws IOException {
    try (SqliteStore store = open(fixture)) {
      var model = FixtureShop.model();
      assertThat(text(FixtureShop.agent(store, later(), model, shop).run(FixtureShop.FINISHED))).isEqualTo("Done: A-1 is there");
      assertThat(model.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void decide_waiting_goesOn(Path fixture) throws IOException {
    try (SqliteStore store = open(fixture)) {
      var agent = FixtureShop.agent(store, later(), FixtureShop.model(), shop);
      RunId run = new RunId("shop/waiting");
      PendingCall call = agent.pending(run).getFirst();
      assertThat(text(agent.decide(run, Decision.approve(call, "ann")))).isEqualTo("Done: paid A-2");
      assertThat(shop.done).containsExactly("pay A-2");
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void resume_cut_goesOnWithTheRecordedKey(Path fixture) throws IOException {
    try (SqliteStore store = open(fixture)) {
      RunId run = new RunId("shop/cut");
      String intent = store.read("run/" + run, 0).stream().filter(entry -> entry.type().equals("Intent")).findFirst().orElseThrow().head();
      assertThat(text(FixtureShop.agent(store, later(), FixtureShop.model(), shop).resume(run))).isEqualTo("Done: refunded A-3");
      assertThat(shop.done).singleElement().satisfies(key -> assertThat(intent).contains(key));
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void run_nextQuestion_isShownTheConversation(Path fixture) throws IOException {
    try (SqliteStore store = open(fixture)) {
      var model = FixtureShop.model();
      FixtureShop.agent(store, later(), model, shop).run(Request.of("look at A-4").in("customer-7"));
      assertThat(model.requests().getFirst().messages().toString()).contains("look at A-1", "Done: A-1 is there");
    }
  }

  private SqliteStore open(Path fixture) throws IOException {
    Path copy = Files.copy(fixture.resolve(FixtureShop.FILE), work.resolve(FixtureShop.FILE));
    return SqliteStore.open(copy, later());
  }

  private static InstantSource later() {
    return InstantSource.fixed(FixtureShop.WRITTEN.plus(Duration.ofHours(1)));
  }

  private static String text(Outcome outcome) {
    return outcome instanceof Answered answered ? answered.text() : outcome.toString();
  }
}
