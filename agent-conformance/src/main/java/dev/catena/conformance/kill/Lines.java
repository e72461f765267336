package dev.catena.conformance.kill;

import dev.catena.run.Effect;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.testkit.ScriptedStreamingModel;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a scripted model says: a function of the request alone, so that it makes no difference which process asks.
final class Lines {
  static final String MODEL = "model";

  private Lines() {}

  /// A model that says these lines in the rounds of each turn, and writes down that it was asked.
  static ScriptedModel model(Ledger world, Line... rounds) {
    return ScriptedModel.from(by(world, rounds));
  }

  /// A streaming model that does the same.
  static ScriptedStreamingModel streaming(Ledger world, Line... rounds) {
    return ScriptedStreamingModel.from(by(world, rounds));
  }

  /// What a model says in one round.
  @FunctionalInterface
  interface Line {
    Reply to(ChatRequest request);
  }

  /// Asks for calls, which keep their ids whichever process asks for them.
  static Line calls(ToolExecutionRequest... calls) {
    return request -> Reply.calls(calls);
  }

  /// A call of a tool with one text argument.
  static ToolExecutionRequest call(String tool, String argument, String value) {
    return call(tool, value, "{\"%s\":\"%s\"}".formatted(argument, value), "");
  }

  /// A call of a tool.
  ///
  /// @param name makes the id, with the tool's
  static ToolExecutionRequest call(String tool, String name, String json, String more) {
    return ToolExecutionRequest.builder().id(tool + "-" + name + more).name(tool).arguments(json).build();
  }

  /// Answers, with all that it was told since the user spoke, and with how much it remembers.
  static Line answer(String text) {
    return request -> {
      List<ChatMessage> messages = request.messages();
      int asked = lastQuestion(messages);
      String told = messages.subList(asked, messages.size()).stream()
          .filter(ToolExecutionResultMessage.class::isInstance)
          .map(message -> ((ToolExecutionResultMessage) message).text())
          .collect(Collectors.joining(", "));
      return Reply.text("%s [%s] after %d messages".formatted(text, told, asked));
    };
  }

  private static Function<ChatRequest, Reply> by(Ledger world, Line... rounds) {
    return request -> {
      List<ChatMessage> messages = request.messages();
      world.record(new Act(MODEL, Effect.NONE, "", messages.getLast().toString()));
      List<ChatMessage> turn = messages.subList(lastQuestion(messages), messages.size());
      int spoken = (int) turn.stream().filter(AiMessage.class::isInstance).count();
      return rounds[Math.min(rounds.length - 1, spoken)].to(request);
    };
  }

  private static int lastQuestion(List<ChatMessage> messages) {
    int last = messages.size() - 1;
    while (!(messages.get(last) instanceof UserMessage)) {
      last--;
    }
    return last;
  }
}
