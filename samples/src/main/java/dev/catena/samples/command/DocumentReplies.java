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
  private static final String CHAT =
      "\n\nIs this a greeting, thanks, or a question about you? Answer only yes or no.";
  private static final String TIME = "\n\nIs this a question for the present time or date? Answer only yes or no.";

  /// From here on a «yes» is believed. Found on questions about other documents than any that are measured: sums had 0.89 and
  /// more (14 of them), all else 0.77 and less; questions for the time 0.80 and more (2), all else 0.57 and less; greetings and
  /// the like 0.51 and more (11), all else 0.47 and less (20 of documents and of the world). At 0.61 three
  /// quarters of the questions that the passages leave open are declined (23 of 30), and 2 of 35 that they answer.
  private static final double LEAST_STATED = 0.61;
  private static final double LEAST_SUM = 0.84;
  private static final double LEAST_TIME = 0.70;
  private static final double LEAST_CHAT = 0.49;

  /// Without one there is nothing to calculate, and it need not be asked.
  private static final Pattern NUMBER =
      Pattern.compile(
          "[\\p{Nd}一二两三四五六七八九十百千万半]"
              + "|\\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
              + "|eighty|ninety|hundred|thousand|million|half|third|quarter|\\w+teen)\\b",
          Pattern.CASE_INSENSITIVE);

  /// Without one it is no question for the clock.
  private static final Pattern CLOCK =
      Pattern.compile("\\b(time|date|day|today|now|clock|hour|week|month|year)\\b|[几今]|现在|時間|时间|日期|星期", Pattern.CASE_INSENSITIVE);

  private final Likelihoods likelihoods;

  /// @param likelihoods of the model that answers
  DocumentReplies(Likelihoods likelihoods) {
    this.likelihoods = likelihoods;
  }

  @Override
  public ReplyChoice choose(ChatRequest request, String question, int passages) {
    return new Questioning(request, question).choice(passages);
  }

  /// The refusal in the language of the question.
  static String declined(String question) {
    boolean chinese = question.codePoints().anyMatch(c -> UnicodeScript.of(c) == UnicodeScript.HAN);
    return chinese ? DECLINED_ZH : DECLINED;
  }

  /// One request, and what was found out about it so far.
  private final class Questioning {
    private final ChatRequest request;
    private final String user;
    private final String question;
    private final List<String> found = new ArrayList<>();
    private Usage usage = Usage.NONE;

    Questioning(ChatRequest request, String question) {
      this.request = request;
      this.user = ((UserMessage) request.messages().getLast()).singleText();
      this.question = question;
    }

    ReplyChoice choice(int passages) {
      boolean number = NUMBER.matcher(question).find();
      if (number && yes("sum", "Question: " + question + SUM) >= LEAST_SUM) {
        return ReplyChoice.call(reason(), usage);
      }
      if (!number && CLOCK.matcher(question).find() && yes("time", "Question: " + question + TIME) >= LEAST_TIME) {
        return ReplyChoice.call(reason(), usage);
      }
      if (passages > 0 && yes("stated", user + STATED) >= LEAST_STATED) {
        return number ? ReplyChoice.free(reason(), usage) : ReplyChoice.words(reason(), usage);
      }
      return yes("chat", "Question: " + question + CHAT) >= LEAST_CHAT
          ? ReplyChoice.words(reason(), usage)
          : ReplyChoice.said(declined(question), reason(), usage);
    }

    private double yes(String name, String text) {
      List<ChatMessage> messages = new ArrayList<>(request.messages());
      messages.set(messages.size() - 1, UserMessage.from(text));
      Likelihood yes = likelihoods.yes(request.toBuilder().messages(messages).build());
      found.add(String.format(Locale.ROOT, "%s %.2f", name, yes.probability()));
      var tokens = yes.usage();
      usage = usage.plus(new Usage(tokens.inputTokenCount(), 0, tokens.cachedInputTokens(), 1));
      return yes.probability();
    }

    private String reason() {
      return String.join(", ", found);
    }
  }
}
