package dev.catena.rag.ingest;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/// Collects the text of a page: blocks apart by a blank line, headings with `#`, list items with `-`, table rows with `|`,
/// preformatted text in fences.
final class HtmlLines implements NodeVisitor {
  private static final Set<String> BLOCKS =
      Set.of(
          "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
          "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "ol", "p", "pre", "section", "summary", "table", "ul");

  private static final String FENCE = "```";

  private final StringBuilder text = new StringBuilder();
  private int preformatted;
  private int headingStart = -1;
  private @Nullable String firstHeading;

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode words) {
      append(words.getWholeText());
    } else if (node instanceof Element element) {
      open(element.normalName());
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element.normalName());
    }
  }

  /// The text of the first heading, if any.
  @Nullable String firstHeading() {
    return firstHeading;
  }

  @Override
  public String toString() {
    return text.toString().strip();
  }

  private void open(String name) {
    switch (name) {
      case "br" -> endLines(1);
      case "li" -> {
        endLines(1);
        text.append("- ");
      }
      case "tr" -> {
        endLines(1);
        text.append("| ");
      }
      case "pre" -> {
        endLines(2);
        text.append(FENCE).append('\n');
        preformatted++;
      }
      default -> {
        if (BLOCKS.contains(name)) {
          endBlock();
        }
        if (isHeading(name)) {
          text.append("#".repeat(name.charAt(1) - '0')).append(' ');
          headingStart = text.length();
        }
      }
    }
  }

  private void close(String name) {
    switch (name) {
      case "td", "th" -> text.append(" | ");
      case "tr", "li" -> endLines(1);
      case "pre" -> {
        preformatted--;
        endLines(1);
        text.append(FENCE);
        endLines(2);
      }
      default -> {
        if (isHeading(name) && headingStart >= 0) {
          var heading = text.substring(Math.min(headingStart, text.length())).strip();
          firstHeading = firstHeading == null && !heading.isEmpty() ? heading : firstHeading;
          headingStart = -1;
        }
        if (BLOCKS.contains(name)) {
          endBlock();
        }
      }
    }
  }

  /// A paragraph that opens an item or a cell stays on its marker's line.
  private void endBlock() {
    int end = text.length();
    if (end < 2 || !(text.charAt(end - 1) == ' ' && "-|#".indexOf(text.charAt(end - 2)) >= 0)) {
      endLines(2);
    }
  }

  private void append(String words) {
    if (preformatted > 0) {
      text.append(words);
      return;
    }
    for (int i = 0; i < words.length(); i++) {
      char character = words.charAt(i);
      if (!Span.isSpace(character)) {
        text.append(character);
      } else if (!text.isEmpty() && !Span.isSpace(text.charAt(text.length() - 1))) {
        text.append(' ');
      }
    }
  }

  /// Ends the line, and with `count` 2 leaves a blank one; never more.
  private void endLines(int count) {
    while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    if (text.isEmpty()) {
      return;
    }
    int have = 0;
    while (have < text.length() && text.charAt(text.length() - 1 - have) == '\n') {
      have++;
    }
    text.repeat('\n', Math.max(0, count - have));
  }

  private static boolean isHeading(String name) {
    return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
  }
}
