package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.Append;
import dev.catena.journal.Entry;
import dev.catena.journal.Lease;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Operations that only add an entry to a stream.
@Timeout(60)
class WriteTest {
  private static final RunId ID = new RunId("r");
  private static final StepKey NOTE = new StepKey("note");

  private final Recorder store = new Recorder();
  private final EmbeddedEngine engine = EmbeddedEngine.on(store);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void write_sameStore_oneAppendWithTheEndOfTheRun() {
    execute(composite(note(store)));

    assertThat(store.appends.getLast()).extracting(Append::stream).containsExactly("run/r", "notes");
    assertThat(store.read("run/r", 0)).extracting(Entry::type).containsExactly("Started", "Ended");
    assertThat(store.read("notes", 0)).extracting(Entry::head).containsExactly("{\"text\":\"hello\"}");
  }

  @Test
  void write_insideAComposite_oneAppendWithItsEnd() {
    Operation<String, String> inner = composite(note(store));
    engine.register(inner);
    execute(Operation.composite(
        "outer", Codecs.text(), Codecs.text(), (input, run) -> run.call(new StepKey("inner"), inner, input)));

    assertThat(store.appends.get(1)).extracting(Append::stream).containsExactly("run/r", "notes");
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
    store.beforeEnd = () -> store.append("notes", 0, List.of(new Entry("Other", Instant.EPOCH, "{}", "")), null);
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

  /// Remembers what was appended together.
  private static final class Recorder implements Store {
    private final MemoryStore store = new MemoryStore();
    private final List<List<Append>> appends = new ArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private Runnable beforeEnd = () -> {};

    @Override
    public void append(List<Append> together, @Nullable Lease lease) {
      if (together.size() > 1 && ends.incrementAndGet() == 1) {
        beforeEnd.run();
      }
      store.append(together, lease);
      appends.add(together);
    }

    @Override
    public List<Entry> read(String stream, long position) {
      return store.read(stream, position);
    }

    @Override
    public Tail last(String stream, int count) {
      return store.last(stream, count);
    }

    @Override
    public List<String> streams(String prefix, Order order, @Nullable String after, int limit) {
      return store.streams(prefix, order, after, limit);
    }

    @Override
    public boolean delete(String stream) {
      return store.delete(stream);
    }

    @Override
    public Optional<Lease> lease(String name, String owner, Duration duration) {
      return store.lease(name, owner, duration);
    }

    @Override
    public void release(Lease lease) {
      store.release(lease);
    }

    @Override
    public void end(Lease lease) {
      store.end(lease);
    }

    @Override
    public List<String> unheld(String prefix, @Nullable String after, int limit) {
      return store.unheld(prefix, after, limit);
    }

    @Override
    public void close() {}
  }
}
