package dev.catena.rag.search;

import java.util.regex.Pattern;

/// Messages that ask for nothing: greetings, thanks, farewells. Whatever is found for them leads the model astray.
final class Greeting {
  /// Nobody greets at greater length, and the pattern's stack grows with the text.
  private static final int MAX_CHARS = 100;
  private static final Pattern ALL = Pattern.compile(
      "(?iu)(?:(?:hello|hi|hey|howdy|good (?:morning|afternoon|evening|day|night)|(?:many )?thanks|thank you|thx|cheers|bye|goodbye"
          + "|(?:that|this|it) (?:helps|helped)|for (?:all )?(?:your|the) help|see you|ok|okay|great|perfect|(?:very |so )much|a lot|there|everyone|你好|您好|大家好|嗨|哈[喽囉]|[早晚]安|早上好|[上下]午好|晚上好|早"
          + "|(?:非常|多|太|十分)?(?:谢谢?+|感谢|謝謝?+|感謝)|[你您]|的帮[助忙]|[啦了]|再[见見]|拜拜|好的?|嗯|明白)[\\s\\p{P}\\p{S}]*+)+");

  private Greeting() {}

  static boolean isAllOf(String text) {
    var message = text.strip();
    return message.length() <= MAX_CHARS && ALL.matcher(message).matches();
  }
}
