package dev.catena.samples;

import static java.util.stream.Collectors.joining;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.embed.Embeddings;
import dev.catena.knowledge.Citation;
import dev.catena.knowledge.Knowledge;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Files;
import java.nio.file.Path;

/// One folder: a question about its documents, an answer, and where the answer stands in them.
public final class OneFolder {
  private OneFolder() {}

  /// Asks about a folder. Its index is kept below `target`.
  ///
  /// @param args the folder and the question
  public static void main(String[] args) {
    if (args.length != 2 || !Files.isDirectory(Path.of(args[0]))) {
      System.err.println("OneFolder needs a folder of documents that is there, and a question: OneFolder docs \"What is a step?\"");
      System.exit(2);
    }
    ask(Path.of(args[0]), args[1]);
  }

  // tag::readme[]
  static void ask(Path folder, String question) {
    try (var model = LocalModel.open(); var index = LuceneIndex.open(Path.of("target/index"), Embeddings.bundled())) {
      index.sync(folder, SyncListener.NONE);
      System.out.println(answer(model, index, question));
    }
  }

  static String answer(ChatModel model, Knowledge folder, String question) {
    var agent = Agent.builder("documents", model).instructions("Answer in one short sentence.").knowledge(folder).build();
    return switch (agent.run(Request.of(question))) {
      case Outcome.Answered answer -> answer.text() + answer.citations().stream().map(OneFolder::line).distinct().collect(joining());
      default -> "There is no answer.";
    };
  }

  static String line(Citation citation) {
    return "\n  " + citation.document() + ": " + citation.quote();
  }
  // end::readme[]
}
