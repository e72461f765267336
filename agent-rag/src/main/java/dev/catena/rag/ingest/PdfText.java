package dev.catena.rag.ingest;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/// Reads the text of a PDF file, page after page.
final class PdfText {
  /// Unpacked streams are kept in memory up to here, then in a temporary file, and beyond [#MAX_STORAGE] the file is refused.
  private static final long MAX_MEMORY = 64L << 20;

  private static final long MAX_STORAGE = 1L << 30;

  /// No more text than this is taken from one file, in UTF-16 units: as much as a text file may have.
  private static final int MAX_TEXT = (int) DocumentFolder.MAX_BYTES;

  private PdfText() {}

  static String read(String id, Path file) throws UnreadableDocument {
    var storage = MemoryUsageSetting.setupMixed(MAX_MEMORY, MAX_STORAGE).streamCache;
    try (var pdf = Loader.loadPDF(file.toFile(), "", storage)) {
      return pages(id, pdf);
    } catch (InvalidPasswordException _) {
      throw new UnreadableDocument(id, "is protected by a password");
    } catch (IOException | RuntimeException | StackOverflowError e) { // the parser meets damage in all three ways
      throw new UnreadableDocument(id, "is damaged or no PDF: " + e.getMessage());
    }
  }

  private static String pages(String id, PDDocument pdf) throws IOException, UnreadableDocument {
    var stripper = new PDFTextStripper();
    stripper.setLineSeparator("\n");
    var text = new StringWriter();
    for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
      stripper.setStartPage(page);
      stripper.setEndPage(page);
      stripper.writeText(pdf, text);
      text.append("\n\n");
      if (text.getBuffer().length() > MAX_TEXT) {
        throw new UnreadableDocument(id, "has more than " + MAX_TEXT + " characters of text");
      }
    }
    return text.toString().strip();
  }
}
