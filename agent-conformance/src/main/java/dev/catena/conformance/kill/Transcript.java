package dev.catena.conformance.kill;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a client got.
///
/// @param answers in the order of the requests
/// @param conversation all messages of the one conversation
/// @param asked the steps about which a person was asked, as «run step»
/// @param denied whether the person said of one that it had not happened
record Transcript(List<Answer> answers, List<ChatMessage> conversation, Set<String> asked, boolean denied) {
  Transcript {
    answers = List.copyOf(answers);
    conversation = List.copyOf(conversation);
    asked = Set.copyOf(asked);
  }

  /// The end of a run.
  ///
  /// @param text what a user sees
  /// @param whole all that there is to compare
  record Answer(String text, String whole) {}

  /// What differs from another; empty when nothing does. Where a person denied a call, the model was told so and asked again: the
  /// costs and the conversation show that exchange, and nothing else may differ.
  List<String> differences(Transcript expected) {
    List<String> differences = new ArrayList<>();
    compare(differences, "answers", denied ? texts(expected) : expected.answers, denied ? texts(this) : answers);
    compare(differences, "conversation", expected.conversation, denied ? withoutDenials() : conversation);
    return differences;
  }

  private static void compare(List<String> differences, String what, List<?> expected, List<?> found) {
    if (!expected.equals(found)) {
      differences.add("the %s are %s and not %s".formatted(what, found, expected));
    }
  }

  private static List<String> texts(Transcript transcript) {
    return transcript.answers.stream().map(Answer::text).toList();
  }

  private List<ChatMessage> withoutDenials() {
    List<ChatMessage> kept = new ArrayList<>();
    for (int i = 0; i < conversation.size(); ) {
      int end = i + 1;
      boolean deniedHere = false;
      if (conversation.get(i) instanceof AiMessage) {
        while (end < conversation.size() && conversation.get(end) instanceof ToolExecutionResultMessage result) {
          deniedHere |= result.text().equals(Stage.DENIED);
          end++;
        }
      }
      if (!deniedHere) {
        kept.addAll(conversation.subList(i, end));
      }
      i = end;
    }
    return kept;
  }
}
