package dev.catena.agent;

import dev.catena.event.Usage;
import dev.catena.run.Body;
import dev.catena.run.StandstillException;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The step that asks the model. When its deadline passes, what was written so far is the reply.
record ModelStep(ModelCall call, List<ToolSpecification> tools, Toolbox toolbox) implements Body.Leaf<ModelRequest, ModelReply> {
  static final String MODEL_FAILED = "model-failed";

  @Override
  public ModelReply run(ModelRequest request, StepContext step) throws InterruptedException {
    Queue<String> written = new ConcurrentLinkedQueue<>(); // pieces come on the model's threads
    try {
      return sealed(reply(call.ask(
              request.chatRequest(tools),
              event -> {
                if (event instanceof Shown.Text piece) {
                  written.add(piece.text());
                }
                step.show(event);
              })));
    } catch (InterruptedException e) {
      if (step.cancelled() || step.deadline().isEmpty()) {
        throw e;
      }
      return new ModelReply(AiMessage.from(String.join("", written)), new Usage(0, 0, 0, 1), null, call.model(), true);
    } catch (StandstillException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StepFailedException(MODEL_FAILED, ModelFailure.text(call.model(), e), e instanceof RetriableException);
    }
  }

  /// No secret argument leaves this step in clear.
  private ModelReply sealed(ModelReply reply) {
    AiMessage message = reply.message();
    if (!message.hasToolExecutionRequests()) {
      return reply;
    }
    List<ToolExecutionRequest> calls = message.toolExecutionRequests().stream().map(toolbox::seal).toList();
    return new ModelReply(
        message.toBuilder().toolExecutionRequests(calls).build(),
        reply.usage(),
        reply.finishReason(),
        reply.model(),
        reply.interrupted());
  }

  private ModelReply reply(ChatResponse response) {
    @Nullable FinishReason finish = response.finishReason();
    @Nullable String answered = response.modelName();
    return new ModelReply(
        response.aiMessage(),
        usage(response.tokenUsage()),
        finish == null ? null : finish.name(),
        answered == null ? call.model() : answered,
        false);
  }

  private static Usage usage(@Nullable TokenUsage usage) {
    if (usage == null) {
      return new Usage(0, 0, 0, 1);
    }
    return new Usage(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()), CachedTokens.of(usage), 1);
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
