package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
  @TempDir Path folder;

  @Test
  void read_markdown_isTheFileItself() throws Exception {
    var text = "---\ntitle: no\n---\r\n\r\n# The *shop*\r\n\r\nWe sell.  \r\n";
    assertThat(read("a/b.md", text)).isEqualTo(new SourceDocument("a/b.md", "The shop", text));
  }

  @Test
  void read_markdownWithoutHeading_isTitledByItsName() throws Exception {
    assertThat(read("a/b.md", "text").title()).isEqualTo("b.md");
  }

  @Test
  void read_markedUtf16_hasNoMark() throws Exception {
    assertThat(read("a.txt", "\uFEFF退款".getBytes(StandardCharsets.UTF_16LE)).text()).isEqualTo("退款");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\r\n", "\uFEFF", "\u00A0\u3000"})
  void read_blankText_isRefused(String text) {
    assertRefused("a.md", text.getBytes(StandardCharsets.UTF_8), "is empty");
  }

  @Test
  void read_blankHtml_isRefused() {
    assertRefused("a.html", "<html><script>x()</script><nav>menu</nav></html>".getBytes(StandardCharsets.UTF_8), "is empty");
  }

  @Test
  void read_programInText_isRefused() {
    var bytes = new byte[1000];
    Arrays.fill(bytes, (byte) 1);
    assertRefused("a.txt", bytes, "is not text");
  }

  @Test
  void read_terminalEscapes_areDefused() throws Exception {
    String words = "words ".repeat(50);
    assertThat(read("a.md", "# Red \u001b[31m\n\n\u001b]0;title\u0007 text\u009b2J\tend\r\n" + words))
        .returns("Red \uFFFD[31m", SourceDocument::title)
        .returns("# Red \uFFFD[31m\n\n\uFFFD]0;title\uFFFD text\uFFFD2J\tend\r\n" + words, SourceDocument::text);
    assertThat(read("a.html", "<p>one &#27;[31m two</p>").text()).contains("one \uFFFD[31m two");
  }

  @Test
  void read_fileThatIsGone_isRefused() {
    assertThatThrownBy(() -> DocumentReader.read(new FileEntry("gone.md", folder.resolve("gone.md"), 1, 1)))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessage("gone.md is no longer there");
  }

  @Test
  void read_fileThatHasGrown_isRefused() throws Exception {
    Path path = folder.resolve("a.md");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(DocumentFolder.MAX_BYTES + 1);
    }
    assertThatThrownBy(() -> DocumentReader.read(new FileEntry("a.md", path, 1, 1)))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void read_unsupportedType_isRefused() {
    assertRefused("a.png", new byte[] {1}, "is of no type that can be read");
  }

  @Test
  void read_html_keepsBlocksAndDropsTheRest() throws Exception {
    var html =
        """
        <!doctype html><html><head><title> The  shop </title><style>p{}</style></head><body>
        <nav>Menu</nav><h1>Refunds &amp; <em>returns</em></h1><p>In three
        days.<br>Or four.</p><script>x()</script>
        <ul><li>one</li><li><p>two</p></li></ul>
        <table><tr><th>day</th><th>open</th></tr><tr><td>Sunday</td><td>no</td></tr></table>
        <pre># code
          x</pre><div>End</div></body></html>
        """;
    var document = read("a.html", html);
    assertThat(document.title()).isEqualTo("The shop");
    assertThat(document.text())
        .isEqualTo(
            """
            # Refunds & returns

            In three days.
            Or four.

            - one
            - two

            | day | open |
            | Sunday | no |

            ```
            # code
              x
            ```

            End""");
  }

  @Test
  void read_htmlWithoutTitle_isTitledByItsHeading() throws Exception {
    assertThat(read("a.htm", "<h2>Hours</h2><p>Nine").title()).isEqualTo("Hours");
  }

  @Test
  void read_html_isCutUnderItsHeadings() throws Exception {
    var document = read("a.html", "<h1>Shop</h1><p>We sell.</p><h2>Hours</h2><p>Nine</p>");
    assertThat(new PassageSplitter().split(document)).extracting(Passage::heading).containsExactly("Shop", "Shop > Hours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<meta charset=gb2312>", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=GBK\">"})
  void read_declaredCharset_isHonoured(String meta) throws Exception {
    var html = "<html><head>" + meta + "</head><body><p>退款</p></body></html>";
    assertThat(read("a.html", html.getBytes(Charset.forName("GB18030"))).text()).isEqualTo("退款");
  }

  @Test
  void read_declaredCharsetThatIsWrong_isFoundOut() throws Exception {
    var html = "<meta charset=utf-8><p>退款通常需要三个工作日，请保留收据。</p>";
    var document = read("a.html", html.getBytes(Charset.forName("GB18030")));
    assertThat(document.text()).isEqualTo("退款通常需要三个工作日，请保留收据。");
  }

  @Test
  void read_htmlInsideAForm_isKept() throws Exception {
    var document = read("a.html", "<form><p>Rules</p><select><option>x</select><button>Go</button><p>End</p></form>");
    assertThat(document.text()).isEqualTo("Rules\n\nEnd");
  }

  @Test
  void read_deepHtml_ends() throws Exception {
    assertThat(read("a.html", "<div>".repeat(100_000) + "deep").text()).isEqualTo("deep");
  }

  @Test
  void read_pdf_isTextByPage() throws Exception {
    Path path = folder.resolve("a.pdf");
    try (var pdf = pdf("First page.", "Second page.")) {
      pdf.save(path.toFile());
    }
    var document = DocumentReader.read(new FileEntry("x/a.pdf", path, 1, 1));
    assertThat(document).isEqualTo(new SourceDocument("x/a.pdf", "a.pdf", "First page.\n\n\nSecond page."));
  }

  @Test
  void read_pdfWithPassword_isRefused() throws Exception {
    Path path = folder.resolve("a.pdf");
    try (var pdf = pdf("Secret.")) {
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      pdf.save(path.toFile());
    }
    assertRefused("a.pdf", Files.readAllBytes(path), "is protected by a password");
  }

  @Test
  void read_pdfWithoutText_isRefused() throws Exception {
    Path path = folder.resolve("a.pdf");
    try (var pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.save(path.toFile());
    }
    assertRefused("a.pdf", Files.readAllBytes(path), "holds no text, perhaps only pictures of pages");
  }

  @Test
  void read_damagedPdf_isRefusedInOneLine() throws Exception {
    Path path = folder.resolve("a.pdf");
    try (var pdf = pdf("First page.")) {
      pdf.save(path.toFile());
    }
    var bytes = Files.readAllBytes(path);
    assertThatThrownBy(() -> read("cut.pdf", Arrays.copyOf(bytes, bytes.length / 4)))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessageMatching("cut.pdf (is damaged or no PDF: .*|holds no text, perhaps only pictures of pages)");
    assertThatThrownBy(() -> read("no.pdf", "no pdf at all"))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessageMatching("no.pdf is damaged or no PDF: .*");
  }

  private static PDDocument pdf(String... pages) throws IOException {
    var pdf = new PDDocument();
    for (var text : pages) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 700);
        content.showText(text);
        content.endText();
      }
    }
    return pdf;
  }

  private void assertRefused(String id, byte[] bytes, String reason) {
    assertThatThrownBy(() -> read(id, bytes))
        .isInstanceOfSatisfying(
            UnreadableDocument.class,
            e -> {
              assertThat(e.id()).isEqualTo(id);
              assertThat(e.reason()).isEqualTo(reason);
            });
  }

  private SourceDocument read(String id, String text) throws IOException, UnreadableDocument {
    return read(id, text.getBytes(StandardCharsets.UTF_8));
  }

  private SourceDocument read(String id, byte[] bytes) throws IOException, UnreadableDocument {
    Path path = folder.resolve(id);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
    return DocumentReader.read(new FileEntry(id, path, bytes.length, 1));
  }
}
