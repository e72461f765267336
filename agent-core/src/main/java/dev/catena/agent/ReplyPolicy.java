package dev.catena.agent;

import dev.langchain4j.model.chat.request.ChatRequest;

/// Decides what kind of reply the model is to give to a question, before it writes one.
///
/// Small models need it: free to choose, they calculate in their heads where they have a calculator, and make an answer up
/// where the passages hold none. Their probabilities know better, and a policy may look at them. It is asked once for each
/// request, as a step of its own whose choice is recorded. Implementations are safe for use by many threads.
@FunctionalInterface
public interface ReplyPolicy {
  /// Chooses.
  ///
  /// @param request what the model is about to be asked: messages and tools
  /// @param question the user's words alone
  /// @param passages how many passages stand among the messages; at least 0
  /// @throws InterruptedException if interrupted
  /// @throws RuntimeException to fail the run, as a failure of the model
  ReplyChoice choose(ChatRequest request, String question, int passages) throws InterruptedException;
}
