package dev.catena.samples.command;

import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.langchain4j.rag.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What the launcher runs once to record which classes a start needs; it computes nothing.
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Path work = Files.createTempDirectory("catena-rehearsal");
    Path docs = Files.createDirectories(work.resolve("docs"));
    Files.writeString(docs.resolve("one.md"), "# One\n\nA sentence to be found. 一句话。\n");
    try (LuceneIndex index = LuceneIndex.open(work.resolve("index"))) {
      index.sync(docs, SyncListener.NONE);
      index.cite("A sentence to be found.", index.retrieve(Query.from("Which sentence is found?")));
    } finally {
      try (var files = Files.walk(work)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    return Catena.ANSWERED;
  }
}
