package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.catena.local.store.ModelStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  @TempDir private Path home;

  private int run(String... arguments) {
    return Catena.run(arguments, new Outside(Map.of(), ModelStore.at(home)), new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void ask_folderThatIsNotThere_isOneLineAndStatus2() {
    assertThat(run("ask", "--docs", folder.resolve("none").toString(), "a question")).isEqualTo(Catena.WRONG_USAGE);
    assertThat(err.toString().lines()).singleElement().asString().contains("is not there").contains("catena ask");
  }

  @Test
  void ask_emptyQuestion_isOneLineAndStatus2() {
    assertThat(run("ask", "--docs", folder.toString(), "  ")).isEqualTo(Catena.WRONG_USAGE);
    assertThat(err.toString().lines()).singleElement().asString().contains("the question is empty").contains("type: catena ask");
  }

  @Test
  void ask_noQuestion_saysWhatToType() {
    assertThat(run("ask")).isEqualTo(Catena.WRONG_USAGE);
    assertThat(err.toString().lines()).singleElement().asString().contains("type: catena ask");
  }

  @Test
  void ask_jsonWithBadFolder_printsOneObject() throws Exception {
    run("ask", "--json", "--docs", folder.resolve("none").toString(), "a question");
    var report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("outcome").asText()).isEqualTo("failed");
    assertThat(report.get("reason").asText()).isEqualTo("usage");
  }

  @Test
  void models_pathOfUnknownModel_saysHowToFetchIt() {
    assertThat(run("models", "path", "qwen-none")).isNotEqualTo(Catena.ANSWERED);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("catena: ").contains("qwen-none");
  }

  @Test
  void unknownCommand_saysWhatThereIs() {
    assertThat(run("aks")).isEqualTo(Catena.WRONG_USAGE);
    assertThat(err.toString()).contains("type: catena ask");
  }
}
