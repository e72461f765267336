package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Operations that only add an entry to a stream.
@Timeout(60)
class WriteTest {
  private static final RunId ID = new RunId("r");
  private static final StepKey NOTE = new StepKey("note");

  private final RecordingStore store = new RecordingStore();
  private final EmbeddedEngine engine = EmbeddedEngine.on(store);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void write_sameStore_oneAppendWithTheEndOfTheRun() {
    execute(composite(note(store)));

    assertThat(store.appends().getLast()).extracting(Append::stream).containsExactly("run/r", "notes");
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Started", "Ended");
    assertThat(store.read("notes", 0)).extracting(Entry::head).containsExactly("{\"text\":\"hello\"}");
  }

  @Test
  void write_insideAComposite_oneAppendWithItsEnd() {
    Operation<String, String> inner = composite(note(store));
    engine.register(inner);
    execute(Operation.composite(
        "outer", Codecs.text(), Codecs.text(), (input, run) -> run.call(new StepKey("inner"), inner, input)));

    List<List<Append>> withNotes = store.appends().stream().filter(together -> together.size() > 1).toList();
    assertThat(withNotes).singleElement().satisfies(together -> {
      assertThat(together).extracting(Append::stream).containsExactly("run/r", "notes");
      assertThat(together.getFirst().entries().getLast().type()).isEqualTo("Succeeded");
    });
    assertThat(store.read("notes", 0)).hasSize(1);
  }

  @Test
  void write_runFails_nothingIsWritten() {
    Operation<String, None> note = note(store);
    engine.register(note);
    RunResult<String> result = execute(Operation.composite("main", Codecs.text(), Codecs.text(), (input, run) -> {
      run.call(NOTE, note, input);
      throw new IllegalStateException("no");
    }));

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(store.read("notes", 0)).isEmpty();
  }

  @Test
  void write_somebodyWritesToTheStreamMeanwhile_bothAreThere() {
    store.before(2, () -> store.append("notes", 0, List.of(new Entry("Other", Instant.EPOCH, "{}", "")), null));
    execute(composite(note(store)));

    assertThat(store.read("notes", 0)).extracting(Entry::type).containsExactly("Other", "Note");
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Started", "Ended");
  }

  @Test
  void write_anotherStore_isAStepOfItsOwnAndWrittenOnce() {
    MemoryStore other = new MemoryStore();
    new Note("notes", 0, "Note", "{\"text\":\"hello\"}", "").write(other, Instant.EPOCH); // as if the process had died after it

    execute(composite(note(other)));

    assertThat(other.read("notes", 0)).hasSize(1);
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Started", "Succeeded", "Ended");
  }

  private Operation<String, String> composite(Operation<String, None> note) {
    engine.register(note);
    return Operation.composite("main", Codecs.text(), Codecs.text(), (input, run) -> {
      run.call(NOTE, note, input);
      return "done";
    });
  }

  private static Operation<String, None> note(Store store) {
    return Operation.write(
        "note", Codecs.text(), store, text -> new Note("notes", 0, "Note", "{\"text\":\"" + text + "\"}", ""));
  }

  private RunResult<String> execute(Operation<String, String> main) {
    engine.register(main);
    return engine.execute(ID, new Definition("d", "{}"), main, "hello", new Cancellation(), event -> {});
  }
}
