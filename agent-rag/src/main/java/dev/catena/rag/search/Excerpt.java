package dev.catena.rag.search;

import dev.catena.rag.ingest.Span;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Stretches of one document that are shown to a model, with their places.
///
/// As a [Content] its text is the stretches joined by [#GAP], and the segment's metadata say where they stand: `document`,
/// `title`, `heading`, `start` and `end` of the whole, and `spans`, such as `120-180,240-300`: one for each stretch.
///
/// @param document the document's id
/// @param title the document's title
/// @param heading the headings above the text, outermost first; empty if there are none
/// @param spans where the stretches stand in the document, in its order
/// @param texts the stretches: exactly the document's text at these places
public record Excerpt(String document, String title, String heading, List<Span> spans, List<String> texts) {
  /// Metadata key of the document's id.
  public static final String DOCUMENT = "document";
  /// Metadata key of the document's title.
  public static final String TITLE = "title";
  /// Metadata key of the headings; missing if there are none.
  public static final String HEADING = "heading";
  /// Metadata key of where the first stretch starts, in UTF-16 units.
  public static final String START = "start";
  /// Metadata key of where the last stretch ends, exclusive.
  public static final String END = "end";
  /// Metadata key of the places of all stretches.
  public static final String SPANS = "spans";
  /// Metadata key of how far the best passage found was ahead of the next one; the same on all contents of a result.
  public static final String LEAD = "lead";
  /// What stands between two stretches.
  public static final String GAP = " … ";

  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  /// Copies the lists and checks that places and texts agree.
  public Excerpt {
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(heading, "heading");
    spans = List.copyOf(spans);
    texts = List.copyOf(texts);
    if (spans.isEmpty() || spans.size() != texts.size()) {
      throw new IllegalArgumentException("excerpt of %s with %d places and %d texts".formatted(document, spans.size(), texts.size()));
    }
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).end() - spans.get(i).start() != texts.get(i).length()) {
        throw new IllegalArgumentException("excerpt of %s: %s is not the place of %d characters"
            .formatted(document, spans.get(i), texts.get(i).length()));
      }
    }
  }

  /// What the model reads.
  ///
  /// @return the stretches, joined by [#GAP]
  public String text() {
    return String.join(GAP, texts);
  }

  /// As LangChain4j hands it on.
  ///
  /// @param score how well it fits the question, from 0 to 1
  /// @param lead how far the best passage found was ahead of the next one, from 0 to 1
  /// @return the content
  public Content toContent(double score, double lead) {
    var metadata = new Metadata()
        .put(DOCUMENT, document)
        .put(TITLE, title)
        .put(START, spans.getFirst().start())
        .put(END, spans.getLast().end())
        .put(LEAD, lead)
        .put(SPANS, spans.stream().map(span -> span.start() + "-" + span.end()).collect(Collectors.joining(",")));
    if (!heading.isEmpty()) {
      metadata.put(HEADING, heading);
    }
    return Content.from(TextSegment.from(text(), metadata), Map.of(ContentMetadata.SCORE, score));
  }

  /// Reads a content back, also one whose text was cut at its end since.
  ///
  /// @param content any content
  /// @return empty when it does not say where it stands, or its text is not the one that stands there
  public static Optional<Excerpt> of(Content content) {
    Metadata metadata = content.textSegment().metadata();
    String document = metadata.getString(DOCUMENT);
    String places = metadata.getString(SPANS);
    if (document == null || places == null) {
      return Optional.empty();
    }
    var spans = new ArrayList<Span>();
    var texts = new ArrayList<String>();
    String rest = content.textSegment().text();
    for (Matcher place = SPAN.matcher(places); !rest.isEmpty() && place.find(); ) {
      if (!spans.isEmpty()) {
        if (!rest.startsWith(GAP)) {
          break;
        }
        rest = rest.substring(GAP.length());
      }
      int start = Integer.parseInt(place.group(1));
      int length = Math.min(Integer.parseInt(place.group(2)) - start, rest.length());
      if (length <= 0) {
        break;
      }
      spans.add(new Span(start, start + length));
      texts.add(rest.substring(0, length));
      rest = rest.substring(length);
    }
    if (spans.isEmpty() || !GAP.startsWith(rest)) {
      return Optional.empty();
    }
    return Optional.of(
        new Excerpt(document, orEmpty(metadata.getString(TITLE)), orEmpty(metadata.getString(HEADING)), spans, texts));
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
