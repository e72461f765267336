package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.run.Effect;
import dev.catena.run.UnknownResultException;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// From checked arguments to Java values, and from what the method gives to what the model sees.
class MethodToolTest {
  private final FakeContext context = new FakeContext();
  private final Toolbox toolbox = Toolbox.of(new Samples());

  private ToolResult run(String tool, String arguments) throws InterruptedException {
    return switch (toolbox.check(ToolExecutionRequest.builder().name(tool).arguments(arguments).build())) {
      case CheckedCall.Ready ready -> ready.tool().run(ready.arguments(), context);
      case CheckedCall.Refused refused -> throw new AssertionError(refused.why().text());
    };
  }

  private dev.catena.tool.Tool tool(String name) {
    return toolbox.find(name).orElseThrow();
  }

  @Test
  void run_values_areConvertedToTheirJavaTypes() throws InterruptedException {
    String arguments =
        """
        {"day":"2026-01-31","at":"2026-01-31T09:30:00Z","every":"PT15M","link":"https://example.com/x","id":"00000000-0000-0000-0000-000000000001",
         "price":12.50,"letter":"x","counts":{"a":1,"b":2},"tags":["p","q"]}
        """;

    assertThat(run("types", arguments).text())
        .isEqualTo("2026-01-31 2026-01-31T09:30:00Z PT15M https://example.com/x 00000000-0000-0000-0000-000000000001 12.5 x {a=1, b=2} [p, q]");
  }

  @Test
  void check_dateInAnotherForm_isRefusedWithAnExample() {
    CheckedCall checked = toolbox.check(ToolExecutionRequest.builder().name("day").arguments("{\"day\":\"tomorrow\"}").build());

    assertThat(checked)
        .isInstanceOfSatisfying(
            CheckedCall.Refused.class,
            refused ->
                assertThat(refused.why().text())
                    .contains("day: expected string, format \"date\", got \"tomorrow\"")
                    .contains("{\"day\":\"2026-01-31\"}"));
  }

  @Test
  void run_optionalMissing_isEmptyOrNullOrDefault() throws InterruptedException {
    assertThat(run("optional", "{}").text()).isEqualTo("Optional.empty null 7");
    assertThat(run("optional", "{\"a\":\"x\",\"b\":2,\"c\":3}").text()).isEqualTo("Optional[x] 2 3");
  }

  @Test
  void run_context_isHandedOver() throws InterruptedException {
    assertThat(run("context", "{\"order\":\"1\"}").text()).isEqualTo("1 key-1");
    assertThat(context.shown).containsExactly("working");
  }

  @Test
  void specification_context_isNoParameter() {
    assertThat(tool("context").specification().parameters().properties()).containsOnlyKeys("order");
    assertThat(tool("only").specification().parameters()).isNull();
  }

  @Test
  void run_onlyContext_isHandedOver() throws InterruptedException {
    assertThat(run("only", "{}").text()).isEqualTo("key-1");
  }

  @Test
  void run_void_isDone() throws InterruptedException {
    assertThat(run("nothing", "{}")).isEqualTo(new ToolResult.Success("done"));
  }

  @Test
  void run_null_isNoResult() throws InterruptedException {
    assertThat(run("none", "{}")).isEqualTo(new ToolResult.Success("no result"));
  }

  @Test
  void run_record_isJson() throws InterruptedException {
    assertThat(run("receipt", "{}").text()).isEqualTo("{\"order\":\"1\",\"at\":\"2026-01-31T09:30:00Z\",\"note\":null}");
  }

  @Test
  void run_toolResult_isKept() throws InterruptedException {
    assertThat(run("own", "{}")).isEqualTo(new ToolResult.Failure("closed", "The shop is closed."));
  }

  @Test
  void run_hugeText_isCutWithANote() throws InterruptedException {
    assertThat(run("huge", "{}").text()).hasSizeLessThanOrEqualTo(ToolResult.MAX_CHARS).endsWith("of 1000000 characters are missing]");
  }

  @Test
  void run_resultThatIsNoJson_saysThatItRan() throws InterruptedException {
    assertThat(run("cycle", "{}")).isEqualTo(new ToolResult.Failure("failed", "'cycle' ran, but its result cannot be shown."));
  }

  @Test
  void run_exception_isItsMessageAlone() throws InterruptedException {
    assertThat(run("fail", "{}")).isEqualTo(new ToolResult.Failure("failed", "order 1 was refunded already"));
  }

  @Test
  void run_exceptionWithoutMessage_saysSo() throws InterruptedException {
    assertThat(run("failSilently", "{}")).isEqualTo(new ToolResult.Failure("failed", "The tool failed and does not say why."));
  }

  @Test
  void run_interrupted_passesThrough() {
    assertThatThrownBy(() -> run("interrupted", "{}")).isInstanceOf(InterruptedException.class);
  }

  /// An engine may unwind through a tool, and a broken JVM is no news for a model.
  @Test
  void run_error_passesThrough() {
    assertThatThrownBy(() -> run("error", "{}")).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void run_ioErrorInDeclaredOnce_isUnknown() {
    assertThatThrownBy(() -> run("payOnce", "{}"))
        .isInstanceOf(UnknownResultException.class)
        .hasMessageContaining("payOnce")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void run_ioErrorInKeyedOrUndeclared_isAFailure() throws InterruptedException {
    assertThat(run("payKeyed", "{\"order\":\"1\"}")).isEqualTo(new ToolResult.Failure("failed", "connection reset"));
    assertThat(run("fetch", "{}")).isEqualTo(new ToolResult.Failure("failed", "connection reset"));
  }

  @Test
  void run_wrappedIoErrorInDeclaredOnce_isUnknown() {
    assertThatThrownBy(() -> run("postOnce", "{}")).isInstanceOf(UnknownResultException.class).hasMessageContaining("postOnce");
  }

  @Test
  void run_wrappedInterrupt_isAnInterruptAgain() {
    assertThatThrownBy(() -> run("wrapsInterrupt", "{}")).isInstanceOf(InterruptedException.class);
  }

  @Test
  void run_interruptWhoseFlagIsSetAgain_isAnInterruptAgain() {
    assertThatThrownBy(() -> run("flagsInterrupt", "{}")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void run_resultOfDeclaredOnceThatIsNoJson_isUnknown() {
    assertThatThrownBy(() -> run("cycleOnce", "{}")).isInstanceOf(UnknownResultException.class).hasMessageContaining("cycleOnce");
  }

  @Test
  void run_resultOfKeyedThatIsNoJson_isNoFailure() throws InterruptedException {
    assertThat(run("cycleKeyed", "{}")).isEqualTo(new ToolResult.Success("'cycleKeyed' ran, but its result cannot be shown."));
  }

  @Test
  void effect_annotated_isDeclaredWithItsKey() {
    assertThat(tool("payKeyed").effect()).isEqualTo(Effect.KEYED);
    assertThat(tool("payKeyed").declared()).isTrue();
    assertThat(tool("payKeyed").businessKey()).contains("order");
  }

  @Test
  void effect_notAnnotated_isOnceAndUndeclared() {
    assertThat(tool("fetch").effect()).isEqualTo(Effect.ONCE);
    assertThat(tool("fetch").declared()).isFalse();
    assertThat(tool("fetch").businessKey()).isEmpty();
  }

  /// An engine may run a recorded call in a process whose tool has changed meanwhile.
  @Test
  void run_argumentsThatDoNotFit_areRefusedWithoutACall() throws InterruptedException {
    assertThat(tool("day").run("{\"day\":\"tomorrow\"}", context)).isInstanceOf(ToolResult.Failure.class);
    assertThat(tool("day").run("{}", context)).isInstanceOf(ToolResult.Failure.class);
    assertThat(tool("day").run("no json", context)).isInstanceOf(ToolResult.Failure.class);
  }

  record Receipt(String order, Instant at, Optional<String> note) {}

  static final class Node {
    final Node self = this;
  }

  private static <E extends Throwable> void raise(E error) throws E {
    throw error;
  }

  static final class Samples {
    @Tool
    String types(
        LocalDate day,
        Instant at,
        Duration every,
        URI link,
        UUID id,
        BigDecimal price,
        char letter,
        Map<String, Integer> counts,
        List<String> tags) {
      return "%s %s %s %s %s %s %s %s %s".formatted(day, at, every, link, id, price, letter, new java.util.TreeMap<>(counts), tags);
    }

    @Tool
    String day(LocalDate day) {
      return day.toString();
    }

    @Tool
    String optional(Optional<String> a, @P(value = "b", required = false) @Nullable Integer b, @P(value = "c", defaultValue = "7") int c) {
      return "%s %s %s".formatted(a, b, c);
    }

    @Tool
    String context(String order, ToolContext call) {
      call.progress("working");
      return order + " " + call.idempotencyKey();
    }

    @Tool
    String only(ToolContext call) {
      return call.idempotencyKey();
    }

    @Tool
    void nothing() {}

    @Tool
    @Nullable String none() {
      return null;
    }

    @Tool
    Receipt receipt() {
      return new Receipt("1", Instant.parse("2026-01-31T09:30:00Z"), Optional.empty());
    }

    @Tool
    ToolResult own() {
      return new ToolResult.Failure("closed", "The shop is closed.");
    }

    @Tool
    String huge() {
      return "x".repeat(1_000_000);
    }

    @Tool
    Node cycle() {
      return new Node();
    }

    @Tool
    void fail() {
      raise(new IllegalStateException("order 1 was refunded already"));
    }

    @Tool
    void failSilently() {
      raise(new IllegalStateException());
    }

    @Tool
    void interrupted() throws Exception {
      raise(new InterruptedException());
    }

    @Tool
    void error() {
      raise(new StackOverflowError());
    }

    @Tool
    @SideEffect(Effect.ONCE)
    void payOnce() throws IOException {
      raise(new IOException("connection reset"));
    }

    @Tool
    @SideEffect(value = Effect.KEYED, by = "order")
    void payKeyed(String order) throws IOException {
      raise(new IOException("connection reset"));
    }

    @Tool
    @SideEffect(Effect.ONCE)
    void postOnce() {
      raise(new IllegalStateException("no answer", new IllegalStateException(new IOException("connection reset"))));
    }

    @Tool
    @SideEffect(Effect.ONCE)
    Node cycleOnce() {
      return new Node();
    }

    @Tool
    @SideEffect(Effect.KEYED)
    Node cycleKeyed() {
      return new Node();
    }

    @Tool
    void wrapsInterrupt() {
      raise(new IllegalStateException(new InterruptedException()));
    }

    @Tool
    void flagsInterrupt() {
      Thread.currentThread().interrupt();
      raise(new IllegalStateException("stopped"));
    }

    @Tool
    void fetch() throws IOException {
      raise(new IOException("connection reset"));
    }
  }
}
