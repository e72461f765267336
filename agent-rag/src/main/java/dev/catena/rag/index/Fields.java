package dev.catena.rag.index;

/// The names of the fields. A change here or in [Analysis] needs a new [#SCHEMA].
///
/// A document is one Lucene block: its passages, then the parent. A vector is a Lucene document of its own, found by the hash
/// of the text that was embedded: it serves every passage with that text and outlives any one of them.
final class Fields {
  /// The version of this layout, of the analysers and of the passages' cut; another one rebuilds the index.
  static final String SCHEMA = "2";

  // on passages and parent: one term finds the whole block
  static final String DOCUMENT = "document";

  // on passages
  static final String ENGLISH = "english";
  static final String WORDS = "words";
  static final String BIGRAMS = "bigrams";
  static final String START = "start";
  static final String END = "end";
  static final String HEADING = "heading";
  static final String LANGUAGE = "language";
  static final String HASH = "hash";

  // on the parent
  static final String PARENT = "parent";
  static final String TITLE = "title";
  static final String TEXT = "text";
  static final String SIZE = "size";
  static final String MODIFIED = "modified";
  static final String DIGEST = "digest";
  static final String FAILURE = "failure";

  // on vectors
  static final String VECTOR = "vector";
  static final String MODEL = "model";

  private Fields() {}

  /// Vectors of one model have a field of their own: another model has other dimensions and another scale.
  static String vectorOf(String modelName) {
    return "vector:" + modelName;
  }
}
