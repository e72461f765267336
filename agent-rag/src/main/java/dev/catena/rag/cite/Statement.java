package dev.catena.rag.cite;

import dev.catena.rag.index.Term;
import dev.catena.rag.index.Terms;
import dev.catena.rag.ingest.Sentences;
import dev.catena.rag.ingest.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A sentence of the answer that states something.
///
/// @param start where it starts in the answer
/// @param end where it ends
/// @param terms its terms and what they are; not empty
/// @param refusal whether it says that the documents do not tell
record Statement(int start, int end, Map<String, Term.Kind> terms, boolean refusal) {
  /// Numbers that are no part of what is said: source marks, and the counters of a list.
  private static final Pattern MARKS = Pattern.compile("\\[\\d{1,2}]|^\\d{1,2}[.)、）]\\s");

  static List<Statement> allOf(String answer) {
    var statements = new ArrayList<Statement>();
    for (Span sentence : Sentences.of(answer)) {
      String words = MARKS.matcher(answer.substring(sentence.start(), sentence.end())).replaceAll(" ").strip();
      var terms = new LinkedHashMap<String, Term.Kind>();
      if (!SmallTalk.isQuestion(words)) {
        Terms.of(words).forEach(term -> terms.putIfAbsent(term.text(), term.kind()));
      }
      if (!SmallTalk.isAll(terms.keySet())) {
        statements.add(new Statement(sentence.start(), sentence.end(), terms, SmallTalk.isRefusal(words)));
      }
    }
    return statements;
  }
}
