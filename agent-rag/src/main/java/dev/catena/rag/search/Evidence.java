package dev.catena.rag.search;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import java.util.List;

/// How well the passages that were found support a question. A question that the documents do not answer finds passages too,
/// but none of them fits well, and several fit equally badly.
///
/// Comparable between questions for words alone and for the bundled embedding models.
///
/// @param score of the best passage shown, from 0 to 1: half is its part of the question's rare words, half its similarity
/// @param lead how far the best passage found is ahead of the next one, from 0 to 1
public record Evidence(double score, double lead) {
  /// What a lead counts beside a score.
  private static final double WEIGHT_OF_LEAD = 2;

  /// Reads the evidence that `LuceneIndex.retrieve` left on its contents, also on some of them.
  ///
  /// @param shown contents of one result; empty for none
  /// @return nothing but zeros when none of them says
  public static Evidence of(List<Content> shown) {
    double score = 0;
    double lead = 0;
    for (Content content : shown) {
      if (content.metadata().get(ContentMetadata.SCORE) instanceof Number number) {
        score = Math.max(score, number.doubleValue());
      }
      Double own = content.textSegment().metadata().getDouble(Excerpt.LEAD);
      lead = own == null ? lead : Math.max(lead, own);
    }
    return new Evidence(score, lead);
  }

  /// Both in one figure, the better for telling questions that the documents answer from others.
  ///
  /// @return from 0 to 1
  public double strength() {
    return Math.min(1, score + WEIGHT_OF_LEAD * lead);
  }
}
