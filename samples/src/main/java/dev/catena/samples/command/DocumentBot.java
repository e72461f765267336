package dev.catena.samples.command;

import dev.catena.agent.Agent;
import dev.catena.agent.Limits;
import dev.catena.embed.Embeddings;
import dev.catena.event.AgentListener;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.local.LocalModel;
import dev.catena.rag.LuceneIndex;
import dev.catena.run.EmbeddedEngine;
import dev.catena.tools.Calculator;
import dev.catena.tools.Clock;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The agent that answers from a folder of documents: how the command puts the parts of Catena together.
public final class DocumentBot {
  /// Most tokens that the model reads after the fixed prefix of instructions and tools to give an answer. What it reads to
  /// choose a kind of reply comes on top, and all together stays below 240: at 40 tokens a second, 6 seconds.
  public static final int PROMPT_TOKENS = 171;

  /// Most tokens of passages among them.
  public static final int PASSAGE_TOKENS = 130;

  /// Most passages.
  public static final int PASSAGES = 3;

  /// The agent's name, which its runs begin with.
  static final String NAME = "documents";

  /// How long after the end of a process another goes on with its answer.
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final Limits LIMITS = Limits.DEFAULT.withMaxRounds(4);

  private static final String RULES =
      """
      You answer questions. Passages of documents may stand above a question: answer from them alone, in one short \
      sentence, in the language of the question, with their exact figures and names. If they do not hold the answer, say \
      only: The documents do not say. (In Chinese: 文档没有说明。) Use the functions for arithmetic and for the present \
      time.""";

  /// For models of a few billion parameters, to which examples say more than rules. They cost their tokens once: the state
  /// of the prefix is kept. In English none shows how to decline, or they would decline what they can answer:
  /// [DocumentReplies] decides it.
  private static final String EXAMPLES =
      """
      You answer questions. Passages of documents may stand above a question: answer with the sentence of a passage that \
      holds the answer, whole and word for word, in the language of the question. Examples:

      Question: How much is 12 % of 250?
      {"name": "calculate", "arguments": {"expression": "12 % of 250"}}
      tool_response: 30
      12 % of 250 is 30.

      Question: 8 加 5 等于多少？
      {"name": "calculate", "arguments": {"expression": "8 + 5"}}
      tool_response: 13
      8 加 5 等于 13。

      Question: What day is it?
      {"name": "current_time", "arguments": {}}
      tool_response: Friday, 2027-01-08 09:15
      It is Friday, 8 January 2027, 09:15.

      [1] cafe.md
      The café opens at 8:00. Breakfast is served until 11:30. Children under 4 eat free.

      Question: Until when can I have breakfast?
      Breakfast is served until 11:30.

      Question: Is there something to pay for my three-year-old?
      Children under 4 eat free.

      [1] 快递.md
      包裹在驿站免费保管3天，之后每天收1元。驿站晚上九点关门。

      Question: 包裹放多久开始收费？
      包裹免费保管3天，之后每天收1元。

      Question: 几点以前要去拿？
      驿站晚上九点关门。

      Question: 能寄国际件吗？
      文档没有说明。

      Question: 你好
      你好！想了解什么？

      Question: Hello!
      Hello! What would you like to know?""";

  private DocumentBot() {}

  /// The agent over an index and a model in this process, which keeps nothing.
  public static Agent over(LuceneIndex index, LocalModel model, AgentListener listener) {
    return over(index, model, listener, new MemoryStore());
  }

  /// The agent over an index and a model in this process.
  ///
  /// @param store keeps its runs and conversations
  static Agent over(LuceneIndex index, LocalModel model, AgentListener listener, Store store) {
    return builder(index, model.streaming(), EXAMPLES, listener, store)
        .promptBudget(PROMPT_TOKENS, model.tokenCounter())
        .replies(new DocumentReplies(model.likelihoods()))
        .build();
  }

  /// The agent over an index and a model elsewhere. Large models need no help with their choices, and no budget of tokens.
  ///
  /// @param store keeps its runs and conversations
  static Agent over(LuceneIndex index, StreamingChatModel model, AgentListener listener, Store store) {
    return builder(index, model, RULES, listener, store).build();
  }

  private static Agent.Builder builder(
      LuceneIndex index, StreamingChatModel model, String instructions, AgentListener listener, Store store) {
    return Agent.builder(NAME, model)
        .instructions(instructions)
        .tools(new Calculator(), new Clock())
        .knowledge(index)
        .limits(LIMITS)
        .store(store)
        .engine(EmbeddedEngine.on(store, InstantSource.system(), LEASE))
        .listener(listener);
  }

  /// The index that the agent searches, with the limits its prompt allows.
  public static LuceneIndex index(Path directory) {
    return LuceneIndex.builder(directory)
        .embeddings(Embeddings.bundled())
        .maxPassages(PASSAGES)
        .maxPassageTokens(PASSAGE_TOKENS, new RoughCounter())
        .open();
  }
}
