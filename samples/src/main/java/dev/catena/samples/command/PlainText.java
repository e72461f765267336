package dev.catena.samples.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/// Text for a terminal without control characters, which a document, a file name or a model could use to rewrite the screen.
/// Only line breaks and tabs pass.
final class PlainText extends PrintWriter {
  private final PrintWriter below;

  PlainText(PrintWriter below) {
    super(new Sieve(below), true);
    this.below = below;
  }

  /// Whether a terminal shows the character and does not obey it.
  static boolean passes(char c) {
    return c == '\n' || c == '\t' || !Character.isISOControl(c);
  }

  /// The writer below, for control characters that the command itself means; any other writer is its own.
  static PrintWriter below(PrintWriter writer) {
    return writer instanceof PlainText plain ? plain.below : writer;
  }

  /// Drops what does not pass.
  private static final class Sieve extends FilterWriter {
    Sieve(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      if (passes((char) c)) {
        out.write(c);
      }
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        write(text[i]);
      }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      write(text.toCharArray(), offset, length);
    }
  }
}
