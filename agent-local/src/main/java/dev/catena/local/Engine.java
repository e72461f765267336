package dev.catena.local;

import dev.catena.local.dialect.Dialect;
import dev.catena.local.dialect.ReplyReader;
import dev.catena.local.error.CancelledException;
import dev.catena.local.llama.Vocabulary;
import dev.catena.local.runner.Ending;
import dev.catena.local.runner.Generation;
import dev.catena.local.runner.GenerationRequest;
import dev.catena.local.runner.Prompt;
import dev.catena.local.runner.Runner;
import dev.catena.local.sample.Sampling;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// From a request to a response: what the blocking and the streaming model share. Thread-safe.
final class Engine implements AutoCloseable {

  private static final BitSet ALL_ALLOWED = new BitSet();

  private final String name;
  private final Runner runner;
  private final Dialect dialect;
  private final PromptWriter prompts;
  private final Openings openings;
  private final long seed;
  private final AtomicLong answers = new AtomicLong();

  Engine(String name, Runner runner, PromptWriter prompts, Dialect dialect, long seed) {
    this.name = name;
    this.runner = runner;
    this.prompts = prompts;
    this.dialect = dialect;
    this.openings = new Openings(runner.vocabulary(), dialect.openings());
    this.seed = seed;
  }

  /// Answers on the calling thread.
  ///
  /// @return null when the output cancelled it
  @Nullable
  ChatResponse answer(ChatRequest request, Output output) {
    Requests.check(request, name);
    Prompt prompt = prompts.write(request.messages(), request.toolSpecifications());
    Attempt attempt = attempt(request, prompt, firstBan(request), output);
    int discarded = 0;
    if (attempt != null && attempt.isNothingButUnknownCalls()) {
      discarded = attempt.outputTokens;
      attempt = attempt(request, prompt, openings.tokens(), output);
    }
    return attempt == null ? null : response(attempt, discarded);
  }

  /// The probability that the answer begins with a token of each set.
  Weighed weigh(ChatRequest request, List<BitSet> sets) {
    Requests.check(request, name);
    Prompt prompt = prompts.write(request.messages(), request.toolSpecifications());
    try (Generation generation = runner.generate(GenerationRequest.weigh(prompt, sets))) {
      generation.next();
      return new Weighed(
          generation.weights(), new LocalTokenUsage(generation.promptTokens(), 0, generation.cachedTokens()));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /// Probabilities, and what they cost.
  record Weighed(List<Double> probabilities, LocalTokenUsage usage) {}

  private BitSet firstBan(ChatRequest request) {
    if (request.toolSpecifications().isEmpty()) {
      return ALL_ALLOWED;
    }
    ToolChoice choice = request.toolChoice();
    return switch (choice == null ? ToolChoice.AUTO : choice) {
      case AUTO -> ALL_ALLOWED;
      case NONE -> openings.tokens();
      case REQUIRED -> openings.others();
    };
  }

  private @Nullable Attempt attempt(ChatRequest request, Prompt prompt, BitSet ban, Output output) {
    GenerationRequest job = new GenerationRequest(prompt, maxTokens(request), sampling(request), ban, List.of());
    try (Generation generation = runner.generate(job)) {
      Attempt attempt = new Attempt(generation, reader(request), new StopSequences(request.stopSequences()));
      return attempt.read(runner.vocabulary(), output) ? attempt : null;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CancelledException interrupted() {
    Thread.currentThread().interrupt();
    return new CancelledException("the request to model %s was cancelled: its thread was interrupted".formatted(name));
  }

  private @Nullable ReplyReader reader(ChatRequest request) {
    List<ToolSpecification> tools = request.toolSpecifications();
    return tools.isEmpty() || request.toolChoice() == ToolChoice.NONE
        ? null
        : dialect.reader(tools.stream().map(ToolSpecification::name).toList());
  }

  private static int maxTokens(ChatRequest request) {
    Integer asked = request.maxOutputTokens();
    return asked == null ? LocalModel.DEFAULT_MAX_OUTPUT_TOKENS : asked;
  }

  private Sampling sampling(ChatRequest request) {
    Double temperature = request.temperature();
    Integer topK = request.topK();
    Double topP = request.topP();
    return new Sampling(
        temperature == null ? 0 : temperature,
        topK == null ? Sampling.DEFAULT_TOP_K : topK,
        topP == null ? 1 : topP,
        seed + answers.getAndIncrement());
  }

  private ChatResponse response(Attempt attempt, int discarded) {
    AiMessage.Builder message = AiMessage.builder();
    String text = attempt.text();
    if (!text.isEmpty() || attempt.calls().isEmpty()) {
      message.text(text);
    }
    message.toolExecutionRequests(attempt.calls());
    return ChatResponse.builder()
        .aiMessage(message.build())
        .modelName(name)
        .finishReason(finishReason(attempt))
        .tokenUsage(new LocalTokenUsage(
            attempt.generation.promptTokens(),
            attempt.outputTokens + discarded,
            attempt.generation.cachedTokens()))
        .build();
  }

  private static FinishReason finishReason(Attempt attempt) {
    if (!attempt.calls().isEmpty()) {
      return FinishReason.TOOL_EXECUTION;
    }
    return attempt.generation.ending() == Ending.LENGTH ? FinishReason.LENGTH : FinishReason.STOP;
  }

  Openings openings() {
    return openings;
  }

  Vocabulary vocabulary() {
    return runner.vocabulary();
  }

  PromptWriter prompts() {
    return prompts;
  }

  @Override
  public void close() {
    runner.close();
  }
}
