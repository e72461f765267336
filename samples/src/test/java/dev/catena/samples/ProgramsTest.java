package dev.catena.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.rag.LuceneIndex;
import dev.catena.rag.index.SyncListener;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
  private static final Path ROOT = Path.of("..");

  /// `<!-- from OneFolder -->` and the fenced block below it.
  private static final Pattern MARKED = Pattern.compile("<!-- from (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION = Pattern.compile("// tag::readme\\[]\\n(.*?)\\n *// end::readme\\[]", Pattern.DOTALL);

  @TempDir private Path work;

  @Test
  void oneModel_question_isAnswered() {
    assertThat(OneModel.answer(ScriptedModel.of("Air scatters blue light."), "Why?")).isEqualTo("Air scatters blue light.");
  }

  @Test
  void oneTool_refundAsked_callsTheToolAndAnswers() {
    var model = ScriptedModel.of(Reply.call("refund", "{\"order\":\"1123\"}"), Reply.text("Done."));
    assertThat(OneTool.answer(model, new OneTool.Orders(), "Please refund order 1123.")).isEqualTo("Done.");
    assertThat(model.requests().getLast().messages()).asString().contains("Order 1123 was refunded.");
    model.assertFinished();
  }

  @Test
  void oneFolder_answerFromADocument_namesTheDocument() throws IOException {
    Path folder = Files.createDirectory(work.resolve("docs"));
    Files.writeString(folder.resolve("returns.md"), "# Returns\n\nGoods may be returned within 30 days.\n");
    try (var index = LuceneIndex.open(work.resolve("index"))) {
      index.sync(folder, SyncListener.NONE);
      var model = ScriptedModel.of("Goods may be returned within 30 days.");
      assertThat(OneFolder.answer(model, index, "How long may goods be returned?"))
          .startsWith("Goods may be returned within 30 days.\n")
          .contains("returns.md: Goods may be returned within 30 days.");
    }
  }

  @Test
  void oneFolder_modelThatFails_saysSo() {
    try (var index = LuceneIndex.open(work.resolve("index"))) {
      var model = ScriptedModel.of(Reply.text(""), Reply.text(""), Reply.text(""), Reply.text(""));
      assertThat(OneFolder.answer(model, index, "How long?")).isEqualTo("There is no answer.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such-folder why?"})
  void oneFolder_wrongArguments_areOneLine(String arguments) throws Exception {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
    command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(OneFolder.class.getName());
    command.addAll(List.of(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    Process program = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("OneFolder needs a folder");
    assertThat(program.waitFor()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void readme_markedBlocks_areTheTextOfThePrograms(String readme) throws IOException {
    var blocks = MARKED.matcher(Files.readString(ROOT.resolve(readme))).results().toList();
    assertThat(blocks).isNotEmpty();
    for (var block : blocks) {
      assertThat(block.group(2).strip()).as("%s: %s", readme, block.group(1)).isEqualTo(region(block.group(1)));
    }
  }

  private static String region(String program) throws IOException {
    String source =
        Files.readString(ROOT.resolve("samples/src/main/java/dev/catena/samples").resolve(program + ".java"));
    var region = REGION.matcher(source);
    assertThat(region.find()).as("region of %s", program).isTrue();
    return region.group(1).stripIndent().strip();
  }
}
