package dev.catena.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import java.util.List;
import java.util.Set;

/// What a reply means for the loop.
sealed interface Verdict {
  /// The answer. Calls of tools that were not offered are no calls, and are left out of the message.
  record Answer(AiMessage message) implements Verdict {}

  /// Calls of which at least one is of a tool that was offered.
  record Act(AiMessage message, List<ToolExecutionRequest> calls) implements Verdict {}

  /// No word, and only calls of tools that were not offered.
  record Invented(AiMessage message, List<ToolExecutionRequest> calls) implements Verdict {}

  /// Nothing at all.
  record Nothing() implements Verdict {}

  /// The time was over before the reply was complete.
  record Interrupted() implements Verdict {}

  /// Pure.
  ///
  /// @param offered the names of the tools that could be called; empty when tools were withheld
  static Verdict of(ModelReply reply, Set<String> offered) {
    if (reply.interrupted()) {
      return new Interrupted();
    }
    AiMessage message = reply.message();
    List<ToolExecutionRequest> calls = message.toolExecutionRequests();
    if (calls.stream().anyMatch(call -> offered.contains(call.name()))) {
      return new Act(message, calls);
    }
    if (!textOf(message).isBlank()) {
      return new Answer(calls.isEmpty() ? message : message.toBuilder().toolExecutionRequests(List.of()).build());
    }
    return calls.isEmpty() ? new Nothing() : new Invented(message, calls);
  }

  /// The text of a message; empty when it has none.
  static String textOf(AiMessage message) {
    String text = message.text();
    return text == null ? "" : text;
  }
}
