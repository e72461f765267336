package dev.catena.rag.ingest;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/// Reads HTML as text in the shape of Markdown, so that its headings, lists and tables are found again when it is cut.
final class HtmlText {
  private static final Pattern DECLARED = Pattern.compile("(?i)(?:charset|encoding)\\s*=\\s*[\"']?\\s*([\\w.:-]+)");

  /// How far into the bytes a declaration is looked for; the HTML standard asks for 1024.
  private static final int DECLARATION_BYTES = 4096;

  /// What is not the document's own text.
  private static final String BESIDE_THE_TEXT =
      "script, style, noscript, template, nav, svg, math, iframe, object, canvas, form, button, select, [hidden], [aria-hidden=true]";

  private HtmlText() {}

  static SourceDocument read(String id, byte[] bytes) throws UnreadableDocument {
    var html = TextDecoder.decodeMarked(bytes).or(() -> decodeDeclared(bytes)).or(() -> TextDecoder.decode(bytes));
    var page = Jsoup.parse(html.orElseThrow(() -> new UnreadableDocument(id, "is not text")));
    var title = page.title();
    page.select(BESIDE_THE_TEXT).remove();
    var text = new HtmlLines();
    page.body().traverse(text);
    return DocumentReader.document(id, title.isBlank() ? text.firstHeading() : title, text.toString());
  }

  private static Optional<String> decodeDeclared(byte[] bytes) {
    var head = new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
    var declaration = DECLARED.matcher(head);
    return declaration.find() ? charset(declaration.group(1)).flatMap(charset -> TextDecoder.strict(bytes, charset)) : Optional.empty();
  }

  /// As browsers do, the older names are read as their supersets.
  private static Optional<Charset> charset(String name) {
    try {
      return Optional.of(
          Charset.forName(
              switch (name.toLowerCase(Locale.ROOT)) {
                case "gb2312", "gbk", "gb_2312-80", "x-gbk" -> "GB18030";
                case "iso-8859-1", "latin1", "us-ascii", "ascii" -> "windows-1252";
                case "utf-16", "utf-16le", "utf-16be" -> "UTF-8"; // the declaration itself was read as bytes
                default -> name;
              }));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return Optional.empty();
    }
  }
}
