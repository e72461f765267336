package dev.catena.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblerTest {
  private static final RoughTokenCount COUNT = new RoughTokenCount();
  private static final List<ChatMessage> OLD = List.of(UserMessage.from("Old question"), AiMessage.from("Old answer"));
  private static final List<ChatMessage> NEW = List.of(UserMessage.from("New question"), AiMessage.from("New answer"));
  private static final Content FIRST = Content.from("The first sentence is here. The second one follows. The third ends it.");
  private static final Content SECOND = Content.from("Another passage.");

  @Test
  void assemble_noPassages_userMessageIsTheBareQuestion() {
    assertThat(prompt(Integer.MAX_VALUE, List.of(), List.of()).messages())
        .containsExactly(SystemMessage.from("Be brief."), UserMessage.from("Why {{x}}?"));
  }

  @Test
  void assemble_enoughBudget_keepsAllInOrder() {
    Prompt prompt = prompt(Integer.MAX_VALUE, List.of(OLD, NEW), List.of(FIRST, SECOND));
    assertThat(prompt.messages()).hasSize(6).startsWith(SystemMessage.from("Be brief.")).containsSequence(OLD).containsSequence(NEW);
    assertThat(prompt.shown()).containsExactly(FIRST, SECOND);
  }

  @Test
  void assemble_history_saysWhereItStands() {
    Prompt prompt = prompt(Integer.MAX_VALUE, List.of(OLD, NEW), List.of());

    assertThat(prompt.messages().subList(prompt.historyStart(), prompt.historyEnd()))
        .hasSize(4).containsSequence(OLD).containsSequence(NEW);
  }

  @Test
  void assemble_littleBudget_dropsOldestTurnFirst() {
    int all = prompt(Integer.MAX_VALUE, List.of(OLD, NEW), List.of(FIRST, SECOND)).ledger().opening();
    Prompt prompt = prompt(all - 1, List.of(OLD, NEW), List.of(FIRST, SECOND));
    assertThat(prompt.messages()).doesNotContainAnyElementsOf(OLD).containsSequence(NEW);
    assertThat(prompt.shown()).containsExactly(FIRST, SECOND);
  }

  @Test
  void assemble_lessBudget_dropsLastPassageWhenHistoryIsGone() {
    int both = prompt(Integer.MAX_VALUE, List.of(), List.of(FIRST, SECOND)).ledger().opening();
    Prompt prompt = prompt(both - 1, List.of(OLD, NEW), List.of(FIRST, SECOND));
    assertThat(prompt.messages()).hasSize(2);
    assertThat(prompt.shown()).containsExactly(FIRST);
  }

  @Test
  void assemble_leastBudget_cutsThePassageAtASentenceEnd() {
    int one = prompt(Integer.MAX_VALUE, List.of(), List.of(FIRST)).ledger().opening();
    Prompt prompt = prompt(one - 1, List.of(), List.of(FIRST));
    assertThat(((UserMessage) prompt.messages().getLast()).singleText())
        .isEqualTo("[1]\nThe first sentence is here. The second one follows.\n\nQuestion: Why {{x}}?");
    assertThat(prompt.shown()).containsExactly(FIRST);
  }

  @Test
  void assemble_anyBudget_isKept() {
    int question = COUNT.estimateTokenCountInMessage(UserMessage.from("Why {{x}}?"));
    for (int budget = question; budget < 80; budget++) {
      assertThat(prompt(budget, List.of(OLD, NEW), List.of(FIRST, SECOND)).ledger().opening()).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void assemble_questionOverBudget_isTooLong() {
    assertThat(assembler(1).assemble(List.of(), List.of(), "Why {{x}}?", List.of())).isEqualTo(new Assembly.TooLong(7, 1));
  }

  @Test
  void assemble_ledger_sumsToTheMessagesAndTools() {
    Prompt prompt = prompt(Integer.MAX_VALUE, List.of(OLD), List.of(FIRST, SECOND));
    TokenLedger ledger = prompt.ledger();
    assertThat(ledger.total() - ledger.tools()).isEqualTo(COUNT.estimateTokenCountInMessages(prompt.messages()));
    assertThat(ledger.tools()).isPositive();
  }

  private static Prompt prompt(int budget, List<List<ChatMessage>> history, List<Content> passages) {
    Assembler assembler = assembler(budget);
    var counted = history.stream().map(assembler::count).toList();
    return (Prompt) assembler.assemble(counted, passages, "Why {{x}}?", List.of());
  }

  private static Assembler assembler(int budget) {
    List<ToolSpecification> tools = List.of(ToolSpecification.builder().name("clock").description("The time").build());
    return new Assembler("Be brief.", tools, new PromptBudget(budget, COUNT));
  }
}
