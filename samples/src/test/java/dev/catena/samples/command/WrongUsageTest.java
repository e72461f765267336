package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong usage: one line on standard error that says what to type, and exit status 2.
class WrongUsageTest {
  @TempDir private Path folder;
  @TempDir private Path home;

  private Shell.Ended run(String... arguments) {
    return new Shell(home, Map.of()).run(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "ask, your question",
    "ask --jsn why, --json",
    "ask --docs, --docs FOLDER",
    "ask --model, --model NAME",
    "chat --json, catena chat [--docs FOLDER] [--model NAME]",
    "chat why, catena chat [--docs FOLDER] [--model NAME]",
    "models pull, catena models list | pull NAME",
    "models rm, rm NAME",
    "models drop x, catena models list",
    "aks, catena ask",
    "'', catena ask",
  })
  void unknownOrMissing_saysWhatToTypeInstead(String line, String instead) {
    Shell.Ended ended = run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().startsWith("catena: ").contains("; type: ").contains(instead);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void ask_jsonAndUnknownOption_printsOneObject() {
    Shell.Ended ended = run("ask", "--json", "--colour", "why");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.json().at("/reason").asText()).isEqualTo("usage");
    assertThat(ended.json().at("/message").asText()).contains("--colour").contains("type: catena ask");
  }

  @Test
  void ask_folderThatIsNotThere_isNamed() {
    Shell.Ended ended = run("ask", "--docs", folder.resolve("none").toString(), "a question");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().contains("none' is not there").contains("catena ask");
  }

  @Test
  void ask_jsonAndFolderThatIsNotThere_printsOneObject() {
    Shell.Ended ended = run("ask", "--json", "--docs", folder.resolve("none").toString(), "a question");
    assertThat(ended.json().at("/outcome").asText()).isEqualTo("failed");
    assertThat(ended.json().at("/reason").asText()).isEqualTo("usage");
  }

  @Test
  void ask_fileInsteadOfFolder_isNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("one.md"), "One.");
    Shell.Ended ended = run("ask", "--docs", file.toString(), "a question");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().contains("one.md' is a file").contains("--docs FOLDER");
  }

  @Test
  void ask_emptyQuestion_isRefused() {
    Shell.Ended ended = run("ask", "--docs", folder.toString(), "  ");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().contains("the question is empty").contains("type: catena ask");
  }

  @Test
  void ask_unknownModel_saysWhichThereAre() {
    Shell.Ended ended = run("ask", "--docs", folder.toString(), "--model", "qwen-none", "a question");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("qwen-none").contains("qwen2.5-coder-1.5b").contains("GGUF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "qwen-none", "hf:foo", "pip:foo", "openai:", "openai:gpt-5-mini"})
  void ask_nameThatIsNoModel_isSaidBeforeTheIndexIsOpened(String model) throws Exception {
    Files.writeString(folder.resolve("one.md"), "One.");
    Shell.Ended ended = run("ask", "--docs", folder.toString(), "--model", model, "a question");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().startsWith("catena: ");
    assertThat(home).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ask", "chat"})
  void emptyFolder_isSaidBeforeAModelIsFetched(String command) throws Exception {
    Files.writeString(folder.resolve("table.xlsx"), "of no known type");
    Shell.Ended ended =
        command.equals("ask") ? run("ask", "--docs", folder.toString(), "a question") : run("chat", "--docs", folder.toString());
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().contains(folder.getFileName().toString(), "no document", "--docs FOLDER");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void ask_folderOfUnreadableDocuments_namesThemAndEnds() throws Exception {
    Files.createFile(folder.resolve("empty.md"));
    Shell.Ended ended =
        new Shell(home, Map.of("OPENAI_API_KEY", "key")).run("ask", "--docs", folder.toString(), "--model", "openai:stub", "a question");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).hasSize(2).first().isEqualTo("catena: empty.md is empty");
    assertThat(ended.complaints().getLast()).contains("no document that can be read");
  }

  @Test
  void version_isThatOfTheBuild() {
    assertThat(run("--version").out().strip()).matches("catena \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void chat_unknownModel_saysWhichThereAre() {
    Shell.Ended ended = run("chat", "--docs", folder.toString(), "--model", "qwen-none");
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.complaints()).singleElement().asString().contains("qwen-none").contains("qwen2.5-coder-1.5b");
  }

  @ParameterizedTest
  @CsvSource({"path, qwen-none", "rm, qwen-none", "pull, qwen-none", "path, hf:nonsense", "path, qwen2.5-coder-0.5b", "rm, qwen2.5-coder-0.5b"})
  void models_nameOfNothing_isNamed(String command, String name) {
    Shell.Ended ended = run("models", command, name);
    assertThat(ended.status()).isEqualTo(Catena.WRONG_USAGE);
    assertThat(ended.err().lines()).singleElement().asString().startsWith("catena: ").contains(name);
  }
}
