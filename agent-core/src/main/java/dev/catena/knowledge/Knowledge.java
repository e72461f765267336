package dev.catena.knowledge;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import java.util.List;

/// A retriever that can also say where an answer stands.
///
/// A plain [ContentRetriever] gives an agent passages; a `Knowledge` gives its answer citations too. Citations are found by
/// comparing the finished answer with the passages that were shown, so they do not depend on the model's goodwill.
/// Implementations are safe for use by many threads.
public interface Knowledge extends ContentRetriever {
  /// Aligns each sentence of an answer with the passages that were shown to the model.
  ///
  /// Pure: the same arguments give the same result, and nothing is searched.
  ///
  /// @param answer the finished text of the answer; may be empty
  /// @param shown the passages as this object's `retrieve` returned them, in the order shown
  /// @return one citation for each supported sentence, in the order of the answer; empty when no passage holds any of it
  List<Citation> cite(String answer, List<Content> shown);
}
