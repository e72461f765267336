package dev.catena.samples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/// Shows Markdown on a terminal while it comes, piece by piece: bold, code and headings become styles, all else passes but
/// control characters.
final class MarkdownStream extends Writer {
  private static final String BOLD = "\u001b[1m";
  private static final String CODE = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean styled;
  private boolean bold;
  private boolean code;
  private boolean heading;
  private boolean lineStart = true;
  private int stars;
  private int hashes;
  private boolean written;

  /// @param styled whether the terminal knows styles; else text passes as it is
  MarkdownStream(PrintWriter out, boolean styled) {
    this.out = out;
    this.styled = styled;
  }

  @Override
  public void write(char[] text, int offset, int length) {
    written |= length > 0;
    for (int i = offset; i < offset + length; i++) {
      if (!PlainText.passes(text[i])) {
        continue;
      }
      if (styled) {
        styled(text[i]);
      } else {
        out.write(text[i]);
      }
    }
  }

  private void styled(char c) {
    if (c == '*' && !code) {
      stars++;
      if (stars == 2) {
        stars = 0;
        bold = !bold;
        restyle();
      }
      return;
    }
    if (c == '#' && lineStart && !code) {
      hashes++;
      return;
    }
    if (c == ' ' && hashes > 0) {
      hashes = 0;
      heading = true;
      lineStart = false;
      restyle();
      return;
    }
    passOn();
    if (c == '`') {
      code = !code;
      restyle();
    } else {
      if (c == '\n' && heading) {
        heading = false;
        restyle();
      }
      out.write(c);
    }
    lineStart = c == '\n';
  }

  /// Writes the signs that turned out to be no Markdown.
  private void passOn() {
    out.write("*".repeat(stars) + "#".repeat(hashes));
    stars = 0;
    hashes = 0;
  }

  private void restyle() {
    out.write(PLAIN + (bold || heading ? BOLD : "") + (code ? CODE : ""));
  }

  /// Ends an answer: styles are back to plain and the line is closed, if anything was written.
  void end() {
    passOn();
    if (written) {
      out.println(styled ? PLAIN : "");
    }
    bold = false;
    code = false;
    heading = false;
    lineStart = true;
    written = false;
    out.flush();
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
