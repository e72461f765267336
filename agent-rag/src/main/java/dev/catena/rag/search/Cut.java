package dev.catena.rag.search;

import dev.catena.rag.index.StoredPassage;
import dev.catena.rag.index.Term;
import dev.catena.rag.index.Terms;
import dev.catena.rag.ingest.Sentences;
import dev.catena.rag.ingest.Span;
import dev.langchain4j.rag.content.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Cuts the passages that were found to the sentences that matter for the question.
///
/// Sentences of all candidates compete. One is worth its passage's score times how much of the question's rare terms it holds,
/// in its words, its headings or its neighbours. The best are taken until the budget is used up or the rest is worth too
/// little: a small model reads slowly and is led astray by what does not matter.
final class Cut {
  /// What a sentence is worth without any term of the question: a passage may be found by its meaning alone.
  private static final double GROUND = 0.6;
  private static final double HEADING = 0.5;
  private static final double NEIGHBOUR = 0.4;
  private static final double NUMBER = 0.25;
  /// A sentence worth less than this part of the best one is left out.
  private static final double WORTH_READING = 0.6;

  private static final Pattern ASKS_FOR_NUMBER = Pattern.compile(
      "(?i)\\bhow (?:many|much|long|often|old|far|big|large|high|late|early|soon|fast)\\b|\\bwhen\\b"
          + "|\\b(?:what|which) (?:time|year|date|day|percentage|number|price|size|version|port)\\b"
          + "|多少|多久|多长|多大|多高|几|何时|什么时候|时间|日期|哪年|哪一年|哪天|期限|幾|多長|時間|什麼時候");

  private final Map<String, Double> question = new HashMap<>();
  private final double questionWeight;
  private final boolean asksForNumber;
  private final Limits limits;

  Cut(Question question, Limits limits, Rarity rarity) {
    this.limits = limits;
    question.weighted().forEach((text, weight) -> {
      for (Term term : Terms.of(text)) {
        this.question.merge(term.text(), (double) weight * rarity.of(term.text()), Math::max);
      }
    });
    this.questionWeight = this.question.values().stream().mapToDouble(Double::doubleValue).sum();
    this.asksForNumber = ASKS_FOR_NUMBER.matcher(question.text()).find();
  }

  /// How rare a term is, from 0 to 1.
  interface Rarity {
    float of(String term);
  }

  List<Content> of(List<Candidate> candidates) {
    var sentences = new ArrayList<Sentence>();
    for (int i = 0; i < candidates.size(); i++) {
      sentences.addAll(sentences(i, candidates.get(i)));
    }
    sentences.sort(Comparator.comparingDouble(Sentence::worth).reversed());
    var kept = new HashMap<Integer, SortedSet<Integer>>();
    double best = sentences.isEmpty() ? 0 : sentences.getFirst().worth();
    for (Sentence sentence : sentences) {
      if (sentence.worth() < WORTH_READING * best) {
        break;
      }
      keepIfItFits(candidates, kept, sentence);
    }
    if (kept.isEmpty() && !sentences.isEmpty()) {
      Sentence first = sentences.getFirst();
      return List.of(clipped(candidates, first).toContent(candidates.get(first.candidate()).score(), lead(candidates)));
    }
    return contents(candidates, kept);
  }

  private void keepIfItFits(List<Candidate> candidates, Map<Integer, SortedSet<Integer>> kept, Sentence sentence) {
    if (!kept.containsKey(sentence.candidate()) && kept.size() == limits.maxPassages()) {
      return;
    }
    var numbers = kept.computeIfAbsent(sentence.candidate(), _ -> new TreeSet<>());
    numbers.add(sentence.number());
    if (tokens(candidates, kept) > limits.maxTokens()) {
      numbers.remove(sentence.number());
      if (numbers.isEmpty()) {
        kept.remove(sentence.candidate());
      }
    }
  }

  private int tokens(List<Candidate> candidates, Map<Integer, SortedSet<Integer>> kept) {
    return kept.entrySet().stream()
        .mapToInt(entry -> limits.tokens().estimateTokenCountInText(
            excerpt(candidates.get(entry.getKey()).passage(), entry.getValue()).text()))
        .sum();
  }

  private List<Content> contents(List<Candidate> candidates, Map<Integer, SortedSet<Integer>> kept) {
    return kept.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> {
          Candidate candidate = candidates.get(entry.getKey());
          return excerpt(candidate.passage(), entry.getValue()).toContent(candidate.score(), lead(candidates));
        })
        .toList();
  }

  private static double lead(List<Candidate> candidates) {
    return candidates.getFirst().score() - (candidates.size() > 1 ? candidates.get(1).score() : 0);
  }

  private List<Sentence> sentences(int candidate, Candidate found) {
    StoredPassage passage = found.passage();
    List<Span> spans = Sentences.of(passage.text());
    double heading = HEADING * overlap(passage.title() + "\n" + passage.heading());
    var overlaps = new double[spans.size()];
    var sentences = new ArrayList<Sentence>();
    for (int i = 0; i < spans.size(); i++) {
      overlaps[i] = overlap(passage.text().substring(spans.get(i).start(), spans.get(i).end()));
    }
    for (int i = 0; i < spans.size(); i++) {
      double before = i > 0 ? overlaps[i - 1] : 0;
      double after = i + 1 < spans.size() ? overlaps[i + 1] : 0;
      double number = asksForNumber && holdsNumber(passage.text().substring(spans.get(i).start(), spans.get(i).end())) ? NUMBER : 0;
      double fit = GROUND + Math.max(overlaps[i], heading) + NEIGHBOUR * Math.max(before, after) + number;
      sentences.add(new Sentence(candidate, i, found.score() * fit));
    }
    return sentences;
  }

  /// Which part of the question's weight a text holds, from 0 to 1.
  private double overlap(String text) {
    if (questionWeight == 0) {
      return 0;
    }
    return Terms.of(text).stream()
        .map(Term::text)
        .distinct()
        .mapToDouble(term -> question.getOrDefault(term, 0.0))
        .sum() / questionWeight;
  }

  private static boolean holdsNumber(String text) {
    return Terms.of(text).stream().anyMatch(term -> Character.isDigit(term.text().charAt(0)));
  }

  /// Neighbouring sentences become one stretch.
  private static Excerpt excerpt(StoredPassage passage, SortedSet<Integer> numbers) {
    List<Span> sentences = Sentences.of(passage.text());
    var spans = new ArrayList<Span>();
    int last = -2;
    for (int number : numbers) {
      Span sentence = sentences.get(number);
      if (number == last + 1) {
        spans.set(spans.size() - 1, new Span(spans.getLast().start(), sentence.end()));
      } else {
        spans.add(sentence);
      }
      last = number;
    }
    return excerpt(passage, spans);
  }

  private static Excerpt excerpt(StoredPassage passage, List<Span> spans) {
    return new Excerpt(passage.document(), passage.title(), passage.heading(),
        spans.stream().map(span -> new Span(passage.start() + span.start(), passage.start() + span.end())).toList(),
        spans.stream().map(span -> passage.text().substring(span.start(), span.end())).collect(Collectors.toList()));
  }

  /// The beginning of a sentence that alone is over the budget.
  private Excerpt clipped(List<Candidate> candidates, Sentence sentence) {
    Candidate candidate = candidates.get(sentence.candidate());
    Span span = Sentences.of(candidate.passage().text()).get(sentence.number());
    String text = candidate.passage().text();
    int fits = span.start() + 1;
    int tooLong = span.end();
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      if (limits.tokens().estimateTokenCountInText(text.substring(span.start(), middle)) <= limits.maxTokens()) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    int end = Character.isHighSurrogate(text.charAt(fits - 1)) ? fits - 1 : fits;
    return excerpt(candidate.passage(), List.of(new Span(span.start(), Math.max(end, span.start() + 1))));
  }

  /// @param candidate its passage's place among the candidates
  /// @param number its place in the passage
  /// @param worth how much it matters
  private record Sentence(int candidate, int number, double worth) {}
}
