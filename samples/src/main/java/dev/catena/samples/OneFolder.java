package dev.catena.samples;

import static java.util.stream.Collectors.joining;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.embed.Embeddings;
import dev.catena.knowledge.Knowledge;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;

/// One folder: a question about its documents, an answer, and where the answer stands in them.
public final class OneFolder {
  private OneFolder() {}

  /// Asks about a folder. Its index is kept below `target`.
  ///
  /// @param args the folder and the question
  // tag::readme[]
  public static void main(String[] args) {
    try (var model = LocalModel.open(); var index = LuceneIndex.open(Path.of("target/index"), Embeddings.bundled())) {
      index.sync(Path.of(args[0]), SyncListener.NONE);
      System.out.println(answer(model, index, args[1]));
    }
  }

  static String answer(ChatModel model, Knowledge folder, String question) {
    var agent = Agent.builder("documents", model).instructions("Answer in one short sentence.").knowledge(folder).build();
    return agent.run(Request.of(question)) instanceof Outcome.Answered(_, var text, var citations, _, _, _, _)
        ? text + citations.stream().map(c -> "\n  %s: %s".formatted(c.document(), c.quote())).distinct().collect(joining())
        : "There is no answer.";
  }
  // end::readme[]
}
