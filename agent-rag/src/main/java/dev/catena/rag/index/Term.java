package dev.catena.rag.index;

import java.util.Objects;

/// A term of a text, as [Terms] finds it.
///
/// @param text the stem, the number without its separators, or the two characters; folded, so equal texts mean the same
/// @param start where it starts in the text it was found in, in UTF-16 units
/// @param end where it ends, exclusive
/// @param kind what it is
public record Term(String text, int start, int end, Kind kind) {
  /// What a term is: it decides how much an answer may do without it.
  public enum Kind {
    /// A word.
    WORD,
    /// A word written as a name is: a capital in it that the sentence does not ask for.
    NAME,
    /// Digits, a word with digits in it, a number from two on in words, or a day of the week.
    NUMBER,
    /// Two neighbouring CJK characters, or one alone.
    CJK,
    /// Two neighbouring CJK characters of which one is mostly grammar: often the seam between two words.
    SEAM
  }

  /// Checks the parts.
  public Term {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(kind, "kind");
  }
}
