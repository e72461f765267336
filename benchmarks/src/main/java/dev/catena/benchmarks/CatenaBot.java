package dev.catena.benchmarks;

import dev.catena.agent.Agent;
import dev.catena.agent.Outcome;
import dev.catena.agent.Request;
import dev.catena.memory.Window;
import dev.catena.run.Effect;
import dev.catena.store.SqliteStore;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;

/// An agent with a KEYED tool on [SqliteStore]: every step is recorded, each on the disk before the next one begins.
final class CatenaBot implements Bot {
  private static final int MESSAGES_PER_TURN = 4;

  private final Turns turns;
  private final SqliteStore store;
  private final Agent agent;

  /// @param window messages shown to the model
  CatenaBot(Path file, Turns turns, int window) {
    this.turns = turns;
    store = SqliteStore.open(file);
    agent = Agent.builder("bot", turns.model())
        .tools(this)
        .memory(Window.ofTurns(window / MESSAGES_PER_TURN))
        .store(store)
        .build();
  }

  /// The tool.
  @Tool(name = Turns.TOOL, value = "Orders it")
  @SideEffect(Effect.KEYED)
  public String order(@P("which") int turn) {
    return turns.result(turn);
  }

  @Override
  public String turn(String conversation, int turn) {
    Outcome outcome = agent.run(Request.of(turns.question(turn)).in(conversation).id(conversation + "/" + turn));
    return outcome instanceof Outcome.Answered answered ? answered.text() : outcome.toString();
  }

  @Override
  public void close() {
    store.close();
  }
}
