package dev.catena.conformance.kill;

import dev.langchain4j.data.message.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a client got.
///
/// @param answers the outcomes with all that belongs to them, in the order of the requests
/// @param conversation all messages of the one conversation
/// @param asked what a person was asked about, as «run step»
record Transcript(List<String> answers, List<ChatMessage> conversation, Set<String> asked) {
  Transcript {
    answers = List.copyOf(answers);
    conversation = List.copyOf(conversation);
    asked = Set.copyOf(asked);
  }

  /// What differs from another; empty when nothing does. What was asked may differ.
  List<String> differences(Transcript expected) {
    List<String> differences = new ArrayList<>();
    compare(differences, "the answers", expected.answers, answers);
    compare(differences, "the conversation", expected.conversation, conversation);
    return differences;
  }

  private static void compare(List<String> differences, String what, List<?> expected, List<?> found) {
    if (!expected.equals(found)) {
      differences.add("%s: %s and not %s".formatted(what, found, expected));
    }
  }
}
