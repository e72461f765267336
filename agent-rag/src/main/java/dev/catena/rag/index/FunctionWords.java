package dev.catena.rag.index;

import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;

/// Words that hold a question together without saying what it is about. They are indexed, but nobody searches for them.
final class FunctionWords {
  static final CharArraySet ENGLISH = set("""
      a about after again all also am an and any are as at be because been before being between both but by can cannot could did do
      does doing done during each else every for from get gets give given go had has have having he her here hers him his how i if
      in into is it its itself just kindly let many may me might mine more most much must my no nor not of off on once only
      onto or other our ours out over own per please same shall she should so some such tell than that the their theirs them
      then there these they this those through to too under until up upon us was we were what when where whether which while
      who whom whose why will with within without would yes yet you your yours""");

  /// Dictionary words, simplified.
  static final CharArraySet CHINESE = set("""
      的 地 得 了 着 过 是 在 有 和 与 及 或 而 但 也 都 就 还 又 再 才 很 吗 呢 吧 啊 呀 嘛 我 你 您 他 她 它 我们 你们 他们 这 那 这个 那个 这些 那些
      哪 哪个 哪些 哪里 哪儿 谁 什么 怎么 怎样 怎么样 如何 为什么 为何 多少 几 几个 多久 多长 多大 何时 何处 请 请问 吗 被 把 对 对于 从 到 向 给 让 使
      会 能 能够 可以 可 应该 应 要 需 需要 一个 一下 之 其 此 所 以 因为 所以 如果 关于 中 里 上 下 个 时候 告诉 知道""");

  private static final Set<Integer> CHINESE_CHARACTERS = Set.copyOf(
      "的地得了着过是在有和与及或而但也都就还又再才很吗呢吧啊呀嘛我你您他她它们这那些哪谁什么怎样如何为多少几请问被把对于从到向给让使会能够可以应该要需之其此所因果关个"
          .codePoints().boxed().toList());

  private FunctionWords() {}

  /// How many characters of a folded bigram are mostly grammar.
  static long chineseCharacters(String term) {
    return term.codePoints().filter(CHINESE_CHARACTERS::contains).count();
  }

  private static CharArraySet set(String words) {
    return CharArraySet.unmodifiableSet(new CharArraySet(List.of(words.split("\\s+")), false));
  }
}
