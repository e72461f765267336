package dev.catena.local;

import dev.catena.local.error.CancelledException;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.BitSet;
import java.util.List;

/// How a model would begin its answer, as probabilities. A small model's probabilities know more than its words: it writes
/// an answer where it had doubts, and calculates in its head where it nearly called a function. Reading a prompt costs what
/// it costs; the answer to the same prompt afterwards does not read it again. Thread-safe.
public final class Likelihoods {

  private final Engine engine;

  Likelihoods(Engine engine) {
    this.engine = engine;
  }

  /// The probability that the answer begins with the call of a tool.
  ///
  /// @param request offers at least one tool; its limits and sampling play no role
  /// @throws IllegalArgumentException when no tools are offered
  /// @throws CancelledException when the calling thread is interrupted; its flag is set again
  /// @throws dev.catena.local.error.LocalModelException as [LocalModel#doChat] does
  public Likelihood call(ChatRequest request) {
    if (request.toolSpecifications().isEmpty()) {
      throw new IllegalArgumentException("the request offers no tools, so no answer to it is a call");
    }
    Engine.Weighed weighed = engine.weigh(request, List.of(engine.openings().calls()));
    return new Likelihood(weighed.probabilities().get(0), weighed.usage());
  }

  /// The probability of «yes», where the model has only «yes» and «no» to choose from.
  ///
  /// @param request ends with a question that asks for «yes» or «no», in these words
  /// @throws CancelledException when the calling thread is interrupted; its flag is set again
  /// @throws dev.catena.local.error.LocalModelException as [LocalModel#doChat] does
  public Likelihood yes(ChatRequest request) {
    List<BitSet> words = List.of(engine.openings().word("yes"), engine.openings().word("no"));
    Engine.Weighed weighed = engine.weigh(request, words);
    double yes = weighed.probabilities().get(0);
    double no = weighed.probabilities().get(1);
    return new Likelihood(yes + no == 0 ? 0.5 : yes / (yes + no), weighed.usage());
  }

  /// A probability, and what it cost to know.
  ///
  /// @param probability 0 to 1
  /// @param usage tokens read; none are written
  public record Likelihood(double probability, LocalTokenUsage usage) {}
}
