package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Request;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.store.SqliteStore;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedStreamingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  private static final String ANSWER = "Goods may be returned within 30 days.";
  private static final String QUESTION = "How long may goods be returned?";

  @TempDir private Path docs;
  @TempDir private Path home;

  private final OpenAiStub server = new OpenAiStub();

  @BeforeEach
  void record() throws IOException {
    Files.writeString(docs.resolve("returns.md"), "# Returns\n\n" + ANSWER + "\n");
    var model = ScriptedStreamingModel.of(Reply.call("calculate", "{\"expression\":\"15 * 2\"}"), Reply.text(ANSWER));
    try (var store = SqliteStore.open(home.resolve("catena.db")); var index = LuceneIndex.open(home.resolve("index"))) {
      index.sync(docs, SyncListener.NONE);
      DocumentBot.over(index, model, (run, event) -> {}, store).run(Request.of(QUESTION).in("chat").id("q-1"));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Ended run(String... arguments) {
    return new Shell(home, server.environment()).run(arguments);
  }

  private Shell.Ended runWithModel(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--docs", docs.toString(), "--model", "openai:stub"));
    return run(all.toArray(String[]::new));
  }

  @Test
  void list_runs_areColumns() {
    Shell.Ended ended = run("runs", "list");
    assertThat(ended.status()).isZero();
    assertThat(ended.out().lines()).hasSize(2).last().asString().startsWith("documents/q-1  completed").endsWith("documents");
  }

  @Test
  void list_noStore_isWrongUsageInOneLine() {
    Shell.Ended ended = new Shell(docs, Map.of()).run("runs", "list");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("there are no runs at", "--store");
  }

  @Test
  void show_run_itsStepsInLinesThatFit() {
    Shell.Ended ended = run("runs", "show", "q-1");
    assertThat(ended.out()).containsSubsequence("round-1/model", "round-1/call-1/calculate", "30", "round-2/model", ANSWER);
    assertThat(ended.out().lines()).filteredOn(line -> line.startsWith(" ")).allMatch(line -> line.length() <= 100);
  }

  @Test
  void show_unknownRun_isWrongUsageInOneLine() {
    Shell.Ended ended = run("runs", "show", "nobody", "--store", home.resolve("catena.db").toString());
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("nobody", "catena runs list");
  }

  @Test
  void replay_run_itsEventsWithoutARequest() {
    Shell.Ended ended = runWithModel("runs", "replay", "q-1");
    assertThat(ended.out()).containsSubsequence("\"event\":\"Retrieved\"", "\"event\":\"ToolCalled\"", "\"event\":\"Finished\"", ANSWER);
    assertThat(ended.status()).isZero();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void fork_atAStep_asksTheModelFromThere() {
    server.answers("Thirty days.");
    Shell.Ended ended = runWithModel("runs", "fork", "q-1", "--at", "round-2/model");
    assertThat(ended.out()).startsWith("Thirty days.");
    assertThat(server.requests()).hasSize(1);
    assertThat(run("runs", "list").out()).contains("fork of documents/q-1");
  }

  @Test
  void fork_unknownStep_namesThoseThatThereAre() {
    Shell.Ended ended = runWithModel("runs", "fork", "q-1", "--at", "round-7/model");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("round-7/model", "round-2/model");
  }

  @Test
  void resume_completedRun_showsItsAnswer() {
    assertThat(runWithModel("runs", "resume", "q-1").out()).contains(ANSWER);
    assertThat(server.requests()).isEmpty();
  }
}
