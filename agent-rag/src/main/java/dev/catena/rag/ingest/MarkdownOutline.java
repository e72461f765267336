package dev.catena.rag.ingest;

import dev.catena.rag.ingest.Outline.Block;
import dev.catena.rag.ingest.Outline.Kind;
import dev.catena.rag.ingest.Outline.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/// The outline of a Markdown text, read by commonmark-java; only blocks are parsed, and of the inline text only headings.
final class MarkdownOutline {
  /// Nesting beyond this depth is read as text.
  private static final int MAX_DEPTH = 100;

  private static final Parser INLINE = Parser.builder().maxInlineNesting(MAX_DEPTH).build();
  private static final TextContentRenderer PLAIN = TextContentRenderer.builder().build();
  private static final InlineParser HEADINGS_ONLY =
      (lines, block) -> {
        if (block instanceof Heading) {
          block.appendChild(new Text(plain(lines.getContent())));
        }
      };
  private static final Parser BLOCKS =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(MAX_DEPTH)
          .inlineParserFactory(context -> HEADINGS_ONLY)
          .build();

  /// YAML between two lines of `---` at the very start; the first line has a key, so that a thematic break is not taken for it.
  private static final Pattern FRONT_MATTER = Pattern.compile("\\A---[ \\t]*\\R[\\w.-]+[ \\t]*:");
  private static final Pattern FRONT_MATTER_END = Pattern.compile("^(?:---|\\.\\.\\.)[ \\t]*$", Pattern.MULTILINE);

  private final int offset;
  private final List<Section> sections = new ArrayList<>();
  private final List<Heading> path = new ArrayList<>();
  private List<Block> blocks = new ArrayList<>();

  private MarkdownOutline(int offset) {
    this.offset = offset;
  }

  static Outline of(String text) {
    int offset = afterFrontMatter(text);
    var outline = new MarkdownOutline(offset);
    outline.read(BLOCKS.parse(text.substring(offset)), text.length());
    return new Outline(outline.sections);
  }

  /// The text of the first heading; empty if there is none.
  static String title(String text) {
    return of(text).sections().stream()
        .map(Section::heading)
        .filter(heading -> !heading.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static int afterFrontMatter(String text) {
    var begin = FRONT_MATTER.matcher(text);
    if (!begin.find()) {
      return 0;
    }
    var end = FRONT_MATTER_END.matcher(text);
    return end.find(begin.end()) ? end.end() : 0;
  }

  private void read(Node document, int end) {
    var nodes = children(document);
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int from = i == 0 ? offset : start(node);
      int to = i + 1 < nodes.size() ? start(nodes.get(i + 1)) : end;
      if (node instanceof Heading heading) {
        enter(heading);
      }
      blocks.add(block(node, from, to));
    }
    close();
  }

  private void enter(Heading heading) {
    boolean onlyHeadings = blocks.stream().allMatch(block -> block.kind() == Kind.HEADING);
    if (!onlyHeadings || path.isEmpty() || path.getLast().getLevel() >= heading.getLevel()) {
      close(); // a heading without text of its own stays with the first heading below it
    }
    path.removeIf(outer -> outer.getLevel() >= heading.getLevel());
    path.add(heading);
  }

  private void close() {
    if (!blocks.isEmpty()) {
      sections.add(new Section(heading(), blocks));
      blocks = new ArrayList<>();
    }
  }

  private String heading() {
    return String.join(" > ", path.stream().map(MarkdownOutline::text).filter(text -> !text.isEmpty()).toList());
  }

  private static String text(Heading heading) {
    return heading.getFirstChild() instanceof Text text ? text.getLiteral() : "";
  }

  private Block block(Node node, int start, int end) {
    return switch (node) {
      case Heading _ -> new Block(Kind.HEADING, start, end, List.of());
      case Paragraph _ -> new Block(Kind.PROSE, start, end, List.of());
      case Document _, BlockQuote _, ListBlock _, ListItem _ -> container(node, start, end);
      default -> new Block(Kind.LINES, start, end, List.of());
    };
  }

  private Block container(Node node, int start, int end) {
    var parts = new ArrayList<Block>();
    var nodes = children(node);
    int from = start;
    for (int i = 0; i < nodes.size(); i++) {
      int to = i + 1 < nodes.size() ? start(nodes.get(i + 1)) : end;
      if (to > from) {
        parts.add(block(nodes.get(i), from, to));
        from = to;
      }
    }
    return parts.isEmpty() ? new Block(Kind.LINES, start, end, List.of()) : new Block(Kind.CONTAINER, start, end, parts);
  }

  private static List<Node> children(Node parent) {
    var nodes = new ArrayList<Node>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (!node.getSourceSpans().isEmpty()) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /// Where the line starts on which the node starts, so that a marker stays with what it marks.
  private int start(Node node) {
    var first = node.getSourceSpans().getFirst();
    return offset + first.getInputIndex() - first.getColumnIndex();
  }

  private static String plain(String inline) {
    return PLAIN.render(INLINE.parse(inline)).replaceAll("\\s+", " ").strip();
  }
}
