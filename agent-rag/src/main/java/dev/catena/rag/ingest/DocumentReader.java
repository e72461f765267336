package dev.catena.rag.ingest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the documents that [DocumentFolder] finds: Markdown, plain text, HTML and PDF.
///
/// The encoding of text is found in this order: byte order mark; UTF-16 by its zero bytes; strict UTF-8; UTF-16 of nearly
/// nothing but Han characters; UTF-8 with a few damaged characters; GB18030; windows-1252. HTML that declares its encoding is
/// read in it.
public final class DocumentReader {
  /// All control characters but white space: tab, line feed, form feed, carriage return, next line.
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B\\x0E-\\x1F\\x7F-\\x84\\x86-\\x9F]");

  private DocumentReader() {}

  /// Reads one document.
  ///
  /// @param entry the file, as [DocumentFolder#scan()] returned it
  /// @return the document; its text is never blank
  /// @throws UnreadableDocument if the file cannot be read, holds no text, is damaged, or is protected by a password
  public static SourceDocument read(FileEntry entry) throws UnreadableDocument {
    var id = entry.id();
    var format = Format.of(id).orElseThrow(() -> new UnreadableDocument(id, "is of no type that can be read"));
    try {
      var document =
          switch (format) {
            case MARKDOWN -> markdown(id, decoded(id, bytes(entry)));
            case TEXT -> document(id, null, decoded(id, bytes(entry)));
            case HTML -> HtmlText.read(id, bytes(entry));
            case PDF -> document(id, null, PdfText.read(id, entry.path()));
          };
      if (Span.trimmed(document.text(), 0, document.text().length()).isEmpty()) {
        throw new UnreadableDocument(id, format == Format.PDF ? "holds no text, perhaps only pictures of pages" : "is empty");
      }
      return document;
    } catch (NoSuchFileException _) {
      throw new UnreadableDocument(id, "is no longer there");
    } catch (AccessDeniedException _) {
      throw new UnreadableDocument(id, "may not be read by this user");
    } catch (IOException e) {
      throw new UnreadableDocument(id, "cannot be read: " + e.getMessage());
    }
  }

  /// A document whose title is its file's name if no better one is known, without characters that command a terminal.
  static SourceDocument document(String id, @Nullable String title, String text) {
    var name = id.substring(id.lastIndexOf('/') + 1);
    return new SourceDocument(id, shown(title == null || title.isBlank() ? name : title.strip()), shown(text));
  }

  private static String shown(String text) {
    return CONTROL.matcher(text).replaceAll("\uFFFD");
  }

  private static SourceDocument markdown(String id, String text) {
    return document(id, MarkdownOutline.title(text), text);
  }

  private static String decoded(String id, byte[] bytes) throws UnreadableDocument {
    return TextDecoder.decode(bytes).orElseThrow(() -> new UnreadableDocument(id, "is not text"));
  }

  /// Reads no more than the limit, also when the file has grown since it was found.
  private static byte[] bytes(FileEntry entry) throws IOException, UnreadableDocument {
    try (var in = Files.newInputStream(entry.path())) {
      var bytes = in.readNBytes((int) DocumentFolder.MAX_BYTES + 1);
      if (bytes.length > DocumentFolder.MAX_BYTES) {
        throw new UnreadableDocument(entry.id(), "is larger than " + DocumentFolder.MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }
}
