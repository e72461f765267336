package dev.catena.prompt;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.rag.content.Content;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// Puts prompts together: a pure function of its arguments, and the one place where a prompt's budget is kept.
///
/// The prefix (instructions and tools) is the same bytes in every prompt of one assembler: no clock and no counter stands in
/// it, so a model's prefix cache holds. Passages go into the current user message only. When the rest is over the budget,
/// the oldest turns of the history go first, then the last passages, then the last sentences of the passage that is left.
/// The question is never cut. Immutable and safe for use by many threads.
public final class Assembler {
  private final List<ChatMessage> instructions;
  private final PromptBudget budget;
  private final int instructionTokens;
  private final int toolTokens;

  /// For one agent.
  ///
  /// @param instructions the system message; blank for none
  /// @param tools what the model is offered, in this order
  /// @param budget what the rest may cost
  public Assembler(String instructions, List<ToolSpecification> tools, PromptBudget budget) {
    this.instructions = instructions.isBlank() ? List.of() : List.of(SystemMessage.from(instructions));
    this.budget = Objects.requireNonNull(budget, "budget");
    this.instructionTokens = tokens(this.instructions);
    this.toolTokens = tools.stream().mapToInt(tool -> counter().estimateTokenCountInText(tool.toJson())).sum();
  }

  /// What a turn costs.
  ///
  /// @param turn whole
  public CountedTurn count(List<ChatMessage> turn) {
    return new CountedTurn(turn, tokens(turn));
  }

  /// A prompt for one question.
  ///
  /// @param history earlier turns, oldest first
  /// @param passages what was retrieved, best first
  /// @param question the user's words
  /// @param exchanges this turn's replies with tool calls, each followed by its results; outside the budget
  public Assembly assemble(
      List<CountedTurn> history, List<Content> passages, String question, List<ChatMessage> exchanges) {
    int questionTokens = tokens(UserMessage.from(question));
    if (questionTokens > budget.maxTokensAfterPrefix()) {
      return new Assembly.TooLong(questionTokens, budget.maxTokensAfterPrefix());
    }
    Deque<CountedTurn> turns = new ArrayDeque<>(history);
    List<Content> texts = fitPassages(passages, question, fitHistory(turns, passages, question));
    UserMessage user = UserMessage.from(Passages.render(texts, question));

    List<ChatMessage> messages = new ArrayList<>(instructions);
    turns.forEach(turn -> messages.addAll(turn.messages()));
    int historyEnd = messages.size();
    messages.add(user);
    messages.addAll(exchanges);
    int historyTokens = turns.stream().mapToInt(CountedTurn::tokens).sum();
    TokenLedger ledger =
        new TokenLedger(
            instructionTokens, toolTokens, historyTokens, tokens(user) - questionTokens, questionTokens, tokens(exchanges));
    return new Prompt(messages, instructions.size(), historyEnd, passages.subList(0, texts.size()), ledger);
  }

  /// Drops the oldest turns until the rest fits beside all passages.
  ///
  /// @return the tokens left for passages and question
  private int fitHistory(Deque<CountedTurn> turns, List<Content> passages, String question) {
    int left = budget.maxTokensAfterPrefix() - turns.stream().mapToInt(CountedTurn::tokens).sum();
    int wanted = userTokens(passages, question);
    while (wanted > left && !turns.isEmpty()) {
      left += turns.removeFirst().tokens();
    }
    return left;
  }

  private List<Content> fitPassages(List<Content> passages, String question, int left) {
    List<Content> texts = new ArrayList<>(passages);
    while (texts.size() > 1 && userTokens(texts, question) > left) {
      texts.removeLast();
    }
    while (!texts.isEmpty() && userTokens(texts, question) > left) {
      Content last = texts.removeLast();
      Passages.withoutLastSentence(last).ifPresent(texts::add);
    }
    return texts;
  }

  private int userTokens(List<Content> passages, String question) {
    return tokens(UserMessage.from(Passages.render(passages, question)));
  }

  private int tokens(List<ChatMessage> messages) {
    return messages.stream().mapToInt(this::tokens).sum();
  }

  private int tokens(ChatMessage message) {
    return counter().estimateTokenCountInMessage(message);
  }

  private TokenCountEstimator counter() {
    return budget.counter();
  }
}
