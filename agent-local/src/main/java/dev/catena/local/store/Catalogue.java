package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// The models that are known by name, read from `models.properties`.
record Catalogue(List<Entry> entries) {
  static Catalogue bundled() {
    try (var in = requireNonNull(Catalogue.class.getResourceAsStream("models.properties"), "models.properties")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Catalogue parse(String text) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(text));
    var entries = new ArrayList<Entry>();
    for (var name : words(properties, "names")) {
      entries.add(entry(properties, name));
    }
    return new Catalogue(List.copyOf(entries));
  }

  Optional<Entry> named(String name) {
    for (var entry : entries) {
      if (entry.name().equals(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /// The names, for a message.
  String names() {
    return String.join(", ", entries.stream().map(Entry::name).toList());
  }

  private static Entry entry(Properties properties, String name) {
    return new Entry(
        name,
        Path.of(value(properties, name + ".file")),
        Long.parseLong(value(properties, name + ".bytes")),
        Optional.of(value(properties, name + ".sha256")),
        Optional.of(value(properties, name + ".licence")),
        words(properties, name + ".sources"));
  }

  private static List<String> words(Properties properties, String key) {
    return List.of(value(properties, key).split(" +", -1));
  }

  private static String value(Properties properties, String key) {
    return requireNonNull(properties.getProperty(key), key);
  }
}
