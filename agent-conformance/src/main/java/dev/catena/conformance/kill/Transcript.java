package dev.catena.conformance.kill;

import dev.langchain4j.data.message.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a client got.
///
/// @param answers in the order of the requests
/// @param conversation all messages of the one conversation
/// @param asked the steps about which a person was asked, as «run step»
record Transcript(List<Answer> answers, List<ChatMessage> conversation, Set<String> asked) {
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

  /// What differs from another; empty when nothing does.
  List<String> differences(Transcript expected) {
    List<String> differences = new ArrayList<>();
    compare(differences, "answers", expected.answers, answers);
    compare(differences, "conversation", expected.conversation, conversation);
    return differences;
  }

  private static void compare(List<String> differences, String what, List<?> expected, List<?> found) {
    if (!expected.equals(found)) {
      differences.add("the %s are %s and not %s".formatted(what, found, expected));
    }
  }
}
