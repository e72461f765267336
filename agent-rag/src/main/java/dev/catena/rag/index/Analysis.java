package dev.catena.rag.index;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.core.StopFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/// How text becomes terms, one chain for each field.
final class Analysis {
  /// Folds Chinese to simplified script, character by character.
  private static final String TO_SIMPLIFIED = "Traditional-Simplified";

  private Analysis() {}

  /// The index's analyser: stemmed English, and for CJK dictionary words and character bigrams side by side.
  static Analyzer ofDocuments() {
    return byField(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET, CharArraySet.EMPTY_SET);
  }

  /// The same terms for a question, without the words that say nothing of its subject.
  static Analyzer ofQuestions() {
    return byField(FunctionWords.ENGLISH, FunctionWords.CHINESE);
  }

  private static Analyzer byField(CharArraySet english, CharArraySet chinese) {
    return new PerFieldAnalyzerWrapper(
        english(english), Map.of(Fields.WORDS, cjkWords(english, chinese), Fields.BIGRAMS, cjkBigrams(english)));
  }

  private static Analyzer english(CharArraySet stopWords) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var source = new StandardTokenizer();
        TokenStream tokens = new LowerCaseFilter(new EnglishPossessiveFilter(source));
        tokens = new StopFilter(tokens, stopWords);
        return new TokenStreamComponents(source, new PorterStemFilter(tokens));
      }
    };
  }

  private static Analyzer cjkWords(CharArraySet english, CharArraySet chinese) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var source = new ICUTokenizer(new DefaultICUTokenizerConfig(true, true));
        TokenStream tokens = new StopFilter(new StopFilter(folded(source), english), chinese);
        return new TokenStreamComponents(source, new PorterStemFilter(tokens));
      }
    };
  }

  private static Analyzer cjkBigrams(CharArraySet english) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var source = new StandardTokenizer();
        TokenStream bigrams = new StopFilter(new CJKBigramFilter(folded(source)), english);
        return new TokenStreamComponents(source, new PorterStemFilter(bigrams));
      }
    };
  }

  /// The chain of [Terms]: one pass for both scripts, since a sentence may hold both.
  static Analyzer mixed() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var source = new StandardTokenizer();
        TokenStream tokens = new CJKBigramFilter(folded(new EnglishPossessiveFilter(source)));
        return new TokenStreamComponents(source, new PorterStemFilter(new StopFilter(tokens, FunctionWords.ENGLISH)));
      }
    };
  }

  private static TokenStream folded(TokenStream tokens) {
    return new ICUTransformFilter(
        new ICUNormalizer2Filter(tokens, Normalizer2.getNFKCCasefoldInstance()), Transliterator.getInstance(TO_SIMPLIFIED));
  }

  /// The text in simplified script; other text is returned as it is.
  static String simplified(String text) {
    return Simplified.FOLD.transliterate(text);
  }

  /// Loaded when Chinese is first met.
  private static final class Simplified {
    static final Transliterator FOLD = Transliterator.getInstance(TO_SIMPLIFIED);
  }
}
