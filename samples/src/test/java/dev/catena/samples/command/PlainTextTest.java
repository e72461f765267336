package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a document, a file name or a model wrote cannot steer a terminal.
class PlainTextTest {
  private static final String TITLE = "\u001b]0;stolen\u0007";
  private static final String COLOUR = "\u009b31m";

  @TempDir private Path folder;
  @TempDir private Path home;

  private final StringWriter screen = new StringWriter();

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\b', '\r', '\u001b', '\u007f', '\u0085', '\u009b'})
  void print_controlCharacter_isDropped(char control) {
    var plain = new PlainText(new PrintWriter(screen));
    plain.print("a" + control + "b");
    plain.write(control);
    plain.flush();
    assertThat(screen).hasToString("ab");
  }

  @Test
  void print_textOfAnyScript_passes() {
    var plain = new PlainText(new PrintWriter(screen));
    plain.print("é\t退货 \uD83D\uDE00\n");
    plain.flush();
    assertThat(screen).hasToString("é\t退货 \uD83D\uDE00\n");
  }

  @Test
  void markdown_controlCharacters_areDroppedAndStylesStay() throws IOException {
    try (var markdown = new MarkdownStream(new PrintWriter(screen), true)) {
      markdown.write(TITLE + "**b**");
    }
    assertThat(screen.toString()).startsWith("]0;stolen\u001b[0m\u001b[1mb").doesNotContain("\u001b]", "\u0007");
  }

  @Test
  void fetchBar_controlCharactersOfAName_areDroppedAndItsOwnStay() {
    FetchBar bar = new FetchBar(new PrintWriter(screen), true);
    bar.update("a" + TITLE, 0, 10);
    assertThat(screen.toString()).startsWith("\r\u001b[Ka]0;stolen ");
  }

  @Test
  void ask_documentAndModelWithControlCharacters_printsNone() throws IOException {
    Shell.Ended ended = ask();
    assertThat(ended.out()).contains("Goods may be", "returned.md");
    assertThat(ended.out() + ended.err()).matches("(?s)[^\\p{Cc}]*(?:[\\n\\t][^\\p{Cc}]*)*");
  }

  @Test
  void ask_json_escapesControlCharacters() throws IOException {
    Shell.Ended ended = ask("--json");
    assertThat(ended.json().at("/text").asText()).contains(COLOUR);
    assertThat(ended.out().strip()).doesNotContainPattern("\\p{Cc}");
  }

  /// A document, the name of an empty one, and a model that answers in the document's words.
  private Shell.Ended ask(String... more) throws IOException {
    String text = "Goods may be " + COLOUR + "returned within 30 days.";
    Files.writeString(folder.resolve(TITLE + "returned.md"), "# Returns\n\n" + text + "\n");
    Files.createFile(folder.resolve(TITLE + "empty.md"));
    try (var server = new OpenAiStub().answers(text)) {
      String[] arguments = {"ask", "--docs", folder.toString(), "--model", "openai:stub", "How long may goods be returned?"};
      String[] all = new String[arguments.length + more.length];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      System.arraycopy(more, 0, all, arguments.length, more.length);
      return new Shell(home, server.environment()).run(all);
    }
  }
}
