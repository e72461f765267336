package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Documents, questions and judgements in the layout of BEIR (Thakur et al. 2021).
///
/// @param documents title and text by id
/// @param questions by id
/// @param relevant the relevant documents of each question; all judgements are 0 or 1
record Collection(Map<String, Doc> documents, Map<String, String> questions, Map<String, Set<String>> relevant) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param title its title
  /// @param text its text
  record Doc(String title, String text) {}

  static Collection read(Path folder) throws IOException {
    var documents = new LinkedHashMap<String, Doc>();
    for (String line : lines(folder.resolve("corpus.jsonl.gz"))) {
      JsonNode document = JSON.readTree(line);
      documents.put(document.get("_id").asText(), new Doc(document.get("title").asText(), document.get("text").asText()));
    }
    var questions = new LinkedHashMap<String, String>();
    for (String line : lines(folder.resolve("queries.jsonl.gz"))) {
      JsonNode question = JSON.readTree(line);
      questions.put(question.get("_id").asText(), question.get("text").asText());
    }
    var relevant = new HashMap<String, Set<String>>();
    for (String line : lines(folder.resolve("qrels-test.tsv.gz"))) {
      String[] columns = line.split("\t", -1);
      if (columns[2].equals("1")) {
        relevant.computeIfAbsent(columns[0], _ -> new HashSet<>()).add(columns[1]);
      }
    }
    return new Collection(documents, questions, relevant);
  }

  /// The first questions, and the documents they need before all others. Fewer documents make the questions easier.
  Collection limited(int maxDocuments, int maxQuestions) {
    var asked = new LinkedHashMap<String, String>();
    questions.entrySet().stream().limit(maxQuestions).forEach(question -> asked.put(question.getKey(), question.getValue()));
    var needed = new HashSet<String>();
    asked.keySet().forEach(id -> needed.addAll(relevant.getOrDefault(id, Set.of())));
    var kept = new LinkedHashMap<String, Doc>();
    documents.forEach((id, document) -> {
      if (needed.contains(id)) {
        kept.put(id, document);
      }
    });
    documents.forEach((id, document) -> {
      if (kept.size() < maxDocuments) {
        kept.put(id, document);
      }
    });
    return new Collection(kept, asked, relevant);
  }

  /// Writes each document as a Markdown file whose name is its id.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var document : documents.entrySet()) {
      Path file = folder.resolve(document.getKey() + ".md");
      if (!Files.exists(file)) {
        Files.writeString(file, "# " + document.getValue().title() + "\n\n" + document.getValue().text() + "\n");
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (var in = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
