package dev.catena.samples.command;

import dev.catena.agent.ReplyChoice;
import dev.catena.agent.ReplyPolicy;
import dev.catena.event.Usage;
import dev.catena.local.Likelihoods;
import dev.catena.local.Likelihoods.Likelihood;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The document bot's choices on a local model, by the model's own probabilities: a sum is calculated by the calculator, the
/// time is read from the clock, and a question that the passages leave open is declined. Asked in words, the small models do
/// none of the three reliably.
final class DocumentReplies implements ReplyPolicy {
  static final String DECLINED = "The documents do not say.";
  static final String DECLINED_ZH = "文档没有说明。";

  private static final String STATED =
      "\n\nDo the passages above state the answer to this question? Answer only yes or no.";
  private static final String SUM =
      "\n\nIs this a calculation with numbers that all stand in the question? Answer only yes or no.";
  private static final String TIME = "\n\nIs this a question for the present time or date? Answer only yes or no.";

  /// Below these a «no» is believed, or a «yes» is not.
  private static final double LEAST_STATED = 0.55;
  private static final double LEAST_SUM = 0.83;
  private static final double LEAST_TIME = 0.83;

  private final Likelihoods likelihoods;

  DocumentReplies(Likelihoods likelihoods) {
    this.likelihoods = likelihoods;
  }
}
