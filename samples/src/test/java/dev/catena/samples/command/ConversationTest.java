package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedStreamingModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ANSWER = "Goods may be returned within 30 days.";
  private static final String CITATION = "[1] returns.md: «" + ANSWER + "»";
  private static final String QUESTION = "How long may goods be returned?";

  @TempDir private Path work;

  private final Store store = new MemoryStore();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Terminal terminal;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private LuceneIndex index;

  @BeforeEach
  void open() throws IOException {
    Path folder = Files.createDirectory(work.resolve("docs"));
    Files.writeString(folder.resolve("returns.md"), "# Returns\n\n" + ANSWER + "\n");
    index = LuceneIndex.open(work.resolve("index"));
    index.sync(folder, SyncListener.NONE);
    terminal = new DumbTerminal("test", Terminal.TYPE_DUMB, new PipedInputStream(keyboard, 1 << 14), screen, StandardCharsets.UTF_8);
  }

  @AfterEach
  void close() throws IOException {
    terminal.close();
    index.close();
  }

  private Conversation with(ScriptedStreamingModel model) {
    return new Conversation(
        terminal,
        work.resolve("history"),
        listener -> DocumentBot.over(index, model, listener, store),
        new Talk(store, "chat"),
        Outcome.Failed::message);
  }

  private void type(String... lines) throws IOException {
    for (String line : lines) {
      keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    keyboard.flush();
  }

  private String screen() {
    terminal.flush();
    return screen.toString(StandardCharsets.UTF_8);
  }

  /// Types these lines, ends the input, and returns what is on the screen then.
  private String talk(ScriptedStreamingModel model, String... lines) throws IOException {
    type(lines);
    keyboard.close();
    with(model).hold();
    model.assertFinished();
    return screen();
  }

  @Test
  void question_isAnsweredWithTheCitationsBelow() throws IOException {
    String screen = talk(ScriptedStreamingModel.of(ANSWER), QUESTION);
    assertThat(screen).containsSubsequence(ANSWER, System.lineSeparator(), CITATION);
  }

  @Test
  void help_namesTheCommands() throws IOException {
    assertThat(talk(ScriptedStreamingModel.of(new Reply[0]), "/help")).contains("/sources", "/tools", "/new", "/quit", "Ctrl-C");
  }

  @Test
  void tools_namesTheTools() throws IOException {
    assertThat(talk(ScriptedStreamingModel.of(new Reply[0]), "/tools")).contains("calculate", "current_time");
  }

  @Test
  void unknownCommand_isNotAskedOfTheModel() throws IOException {
    assertThat(talk(ScriptedStreamingModel.of(new Reply[0]), "/hlp")).contains("There is no /hlp; /help");
  }

  @Test
  void sources_afterAnAnswer_showsItsCitationsAgain() throws IOException {
    String screen = talk(ScriptedStreamingModel.of(ANSWER), QUESTION, "/sources");
    assertThat(screen).containsSubsequence(CITATION, CITATION);
  }

  @Test
  void sources_beforeAnAnswer_saysThereAreNone() throws IOException {
    assertThat(talk(ScriptedStreamingModel.of(new Reply[0]), "/sources")).contains("The last answer cites nothing.");
  }

  @Test
  void followUp_isAskedInTheSameConversation() throws IOException {
    var model = ScriptedStreamingModel.of(ANSWER, "On Sundays too.");
    talk(model, QUESTION, "And on Sundays?");
    assertThat(model.requests().getLast().messages().toString()).contains(QUESTION, ANSWER, "And on Sundays?");
  }

  @Test
  void newConversation_forgetsTheOneBefore() throws IOException {
    var model = ScriptedStreamingModel.of(ANSWER, "Hello!");
    String screen = talk(model, QUESTION, "/new", "/sources", "Good morning!");
    assertThat(model.requests().getLast().messages().toString()).doesNotContain(QUESTION);
    assertThat(screen).contains("A new conversation.", "The last answer cites nothing.");
  }

  @Test
  void toolCall_isShownAsItIsMade() throws IOException {
    var model = ScriptedStreamingModel.of(Reply.call("calculate", "{\"expression\":\"2340 * 0.175\"}"), Reply.text("It is 409.5."));
    assertThat(talk(model, "How much is 17.5 % of 2,340?")).containsSubsequence("calculate {", "409.5", "It is 409.5.");
  }

  @Test
  void failure_isOneLineAndTheConversationGoesOn() throws IOException {
    var model = ScriptedStreamingModel.of(Reply.failure(new IllegalStateException("out of\norder")), Reply.text(ANSWER));
    String screen = talk(model, "Hello?", QUESTION);
    assertThat(screen.lines().filter(line -> line.endsWith("out of order"))).hasSize(1);
    assertThat(screen).contains(CITATION).doesNotContain("\tat ");
  }

  @Test
  void quit_leavesWhatIsTypedAfterIt() throws IOException {
    assertThat(talk(ScriptedStreamingModel.of(new Reply[0]), "/quit", QUESTION)).doesNotContain(CITATION);
  }

  @Test
  void controlC_stopsTheAnswerAndKeepsTheConversation() throws Exception {
    var model = ScriptedStreamingModel.of(Reply.text(ANSWER), Reply.waitingAfter("It depends on "), Reply.text("Yes."));
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var end = threads.submit(() -> with(model).hold());
      type(QUESTION, "What about books?");
      await().atMost(PATIENCE).until(() -> screen().contains("It depends on"));
      terminal.raise(Terminal.Signal.INT);
      await().atMost(PATIENCE).until(() -> screen().contains("(stopped)"));
      type("Really?");
      keyboard.close();
      end.get();
    } finally {
      threads.shutdownNow();
    }
    model.assertFinished();
    assertThat(screen()).containsSubsequence("It depends on", "(stopped)", "Yes.");
    assertThat(model.requests().getLast().messages().toString()).contains(QUESTION, ANSWER).doesNotContain("It depends on");
  }

  @Test
  void nextChat_goesOnWithTheConversation() throws IOException {
    DocumentBot.over(index, ScriptedStreamingModel.of(ANSWER), (run, event) -> {}, store).run(Request.of(QUESTION).in("chat"));
    var model = ScriptedStreamingModel.of("Yes.");
    talk(model, "Really?");
    assertThat(model.requests().getFirst().messages().toString()).contains(QUESTION, ANSWER);
  }

  @Test
  void nextChat_goesOnWithTheNewestConversationOfItsName() {
    var bot = DocumentBot.over(index, ScriptedStreamingModel.of("One.", "Two."), (run, event) -> {}, store);
    bot.run(Request.of("First?").in("chat"));
    bot.run(Request.of("Second?").in("chat-2"));
    assertThat(new Talk(store, "chat").id()).isEqualTo("chat-2");
    assertThat(new Talk(store, "work").id()).isEqualTo("work");
  }

  @Test
  void chatThatDied_itsAnswerIsFinishedFirst() throws IOException {
    dieInTheMiddleOf("How long?");
    var model = ScriptedStreamingModel.of(ANSWER);
    String screen = talk(model, "/quit");
    assertThat(screen).containsSubsequence("Going on with: How long?", ANSWER);
    assertThat(new Talk(store, "chat").unfinished()).isEmpty();
  }

  @Test
  void chatThatDied_inAnotherConversation_isLeftAlone() throws IOException {
    dieInTheMiddleOf("How long?");
    assertThat(new Talk(store, "work").unfinished()).isEmpty();
  }

  /// Leaves what a killed process leaves: a run in the middle that nobody executes.
  private void dieInTheMiddleOf(String question) {
    var bot = DocumentBot.over(index, ScriptedStreamingModel.of(new Reply[0]), (run, event) -> {}, store);
    Thread.currentThread().interrupt();
    assertThat(bot.run(Request.of(question).in("chat"))).isInstanceOf(Outcome.Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void lines_areKeptForTheNextTime() throws IOException {
    talk(ScriptedStreamingModel.of(ANSWER), QUESTION);
    assertThat(work.resolve("history")).content().contains(QUESTION);
  }
}
