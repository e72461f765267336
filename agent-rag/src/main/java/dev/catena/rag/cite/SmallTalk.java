package dev.catena.rag.cite;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/// Sentences of an answer that are about the conversation, not about the documents' subject.
final class SmallTalk {
  /// Stems and bigrams of greetings and offers of help.
  private static final Set<String> TERMS = Set.of(
      "hello", "hi", "hei", "good", "morn", "thank", "welcom", "help", "assist", "sorri", "sure", "ok", "okai", "glad", "happi",
      "todai", "question", "ask", "feel", "free", "know", "like", "want", "answer", "你好", "您好", "帮助", "帮您", "帮你", "谢谢",
      "不客", "客气", "抱歉", "很高", "高兴", "兴为", "服务", "为您", "今天", "助您", "助你", "随时", "问题", "提问", "好的");

  /// The documents as the subject, then that they do not tell; or the speaker, who does not know.
  private static final Pattern REFUSAL = Pattern.compile(
      "(?i)\\b(?:documents?|passages?|texts?|context|excerpts?|sources?|information)\\b.{0,40}"
          + "\\b(?:not|no|never|nothing|\\w+n[’']t)\\b.{0,20}\\b(?:say|mention|stat|specif|provid|contain|describ|explain|answer"
          + "|cover|giv|includ|indicat|tell|discuss|address|information|details)"
          + "|\\b(?:no|not enough|insufficient) (?:\\w+ ){0,3}(?:information|mention|details?)\\b"
          + "|\\b(?:not|never) (?:\\w+ ){0,2}(?:mentioned|stated|specified|described)\\b"
          + "|\\bI (?:do not|don[’']t|can ?not|can[’']t|could not|couldn[’']t|am not able|am unable|have no)\\b"
          + "|(?:文档|文件|资料|文中|文章|材料|段落|上下文|内容|信息|上述)[^，。]{0,12}(?:没|未|无法|不)[^，。]{0,6}"
          + "(?:提|说|指|给出|包含|找到|涉及|记载|回答|显示|描述)"
          + "|(?:没有|并未|未)(?:明确|具体|直接)?(?:提到|提及|说明|指出|给出|涉及|记载)"
          + "|我(?:不知道|不清楚|无法|不能)|无法(?:回答|确定|得知)|抱歉|对不起");

  private SmallTalk() {}

  static boolean isQuestion(String sentence) {
    return sentence.endsWith("?") || sentence.endsWith("？");
  }

  static boolean isRefusal(String sentence) {
    return REFUSAL.matcher(sentence).find();
  }

  /// Whether nothing else is said; true for no terms at all.
  static boolean isAll(Collection<String> terms) {
    return TERMS.containsAll(terms);
  }
}
