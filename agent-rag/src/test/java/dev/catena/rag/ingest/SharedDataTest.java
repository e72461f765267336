package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Public data kept beside the repository or at `CATENA_DATA`; skipped where there is none.
class SharedDataTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void split_naughtyStrings_coversAllButWhiteSpace() throws IOException {
    var all = new StringBuilder(".\n");
    for (JsonNode string : JSON.readTree(open("naughty-strings/blns.json.gz"))) {
      assertCovered(string.asText());
      all.append(string.asText()).append("\n\n");
    }
    assertCovered(all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void read_naughtyStrings_comeBackInEveryEncoding(String charset) throws IOException {
    var text = new StringBuilder();
    for (JsonNode string : JSON.readTree(open("naughty-strings/blns.json.gz"))) {
      text.append(string.asText()).append('\n');
    }
    assertThat(TextDecoder.decode(("\uFEFF" + text).getBytes(Charset.forName(charset)))).contains(text.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void split_paragraphs_coversThem(String language) throws IOException {
    for (String paragraph : paragraphs(language)) {
      assertCovered(paragraph);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"})
  void decode_chineseParagraphs_isExact(String charset) throws IOException {
    for (String paragraph : paragraphs("zh")) {
      assertThat(TextDecoder.decode(paragraph.getBytes(Charset.forName(charset)))).contains(paragraph);
    }
  }

  private static void assertCovered(String text) {
    var passages = new PassageSplitter().split(new SourceDocument("a.md", "a", text));
    var spans = passages.stream().map(passage -> new Span(passage.start(), passage.end())).toList();
    assertThat(Coverage.uncovered(text, spans)).as(text).isEmpty();
    assertThat(Coverage.uncovered(text, Sentences.of(text))).as(text).isEmpty();
  }

  private static List<String> paragraphs(String language) throws IOException {
    var paragraphs = new ArrayList<String>();
    try (var lines = new String(open("xquad/" + language + "/corpus.jsonl.gz").readAllBytes(), StandardCharsets.UTF_8).lines()) {
      for (String line : (Iterable<String>) lines::iterator) {
        paragraphs.add(JSON.readTree(line).get("text").asText().replace("\uFEFF", ""));
      }
    }
    return paragraphs;
  }

  private static InputStream open(String name) throws IOException {
    var places = Stream.of(System.getenv("CATENA_DATA"), "../shared/data", "../../shared/data", "../../../shared/data");
    var file = places.filter(Objects::nonNull).map(place -> Path.of(place, name)).filter(Files::isRegularFile).findFirst();
    assumeTrue(file.isPresent(), name + " is neither below CATENA_DATA nor in ../shared/data");
    return new GZIPInputStream(Files.newInputStream(file.orElseThrow()));
  }
}
