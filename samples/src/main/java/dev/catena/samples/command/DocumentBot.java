package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Limits;
import dev.catena.event.AgentListener;
import dev.catena.local.store.ModelStore;
import dev.catena.rag.LuceneIndex;
import dev.catena.tools.Calculator;
import dev.catena.tools.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The agent that answers from a folder of documents: how the command puts the parts of Catena together.
public final class DocumentBot {
  /// Most tokens that the model reads after the fixed prefix of instructions and tools.
  public static final int PROMPT_TOKENS = 230;

  /// Most tokens of passages among them.
  public static final int PASSAGE_TOKENS = 150;

  /// Most passages.
  public static final int PASSAGES = 3;

  private static final Limits LIMITS = Limits.DEFAULT.withMaxRounds(4);

  private static final String INSTRUCTIONS =
      """
      You answer questions about documents. Passages of the documents stand above the question. Find the sentence that answers it \
      and say what it says in one short sentence, in the language of the question, with its exact figures and names. Only when no \
      sentence is about what is asked, say: The documents do not say. (文档没有说明。)""";

  private DocumentBot() {}

  /// The agent over an index and a model.
  public static Agent over(LuceneIndex index, ModelSession model, AgentListener listener) {
    var agent =
        Agent.builder("documents", model.model())
            .instructions(INSTRUCTIONS)
            .tools(new Calculator(), new Clock())
            .knowledge(index)
            .limits(LIMITS)
            .listener(listener);
    model.counter().ifPresent(counter -> agent.promptBudget(PROMPT_TOKENS, counter));
    return agent.build();
  }

  /// The place of a folder's index, below the cache.
  static Path indexOf(Path folder) {
    String name = folder.getFileName() == null ? "root" : folder.getFileName().toString();
    return ModelStore.standard().home().resolve("index").resolve(name + "-" + hash(folder.toString()));
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
