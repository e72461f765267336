package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// The models that are known by name, read from `models.properties`.
record Catalogue(List<Entry> entries) {
    static Catalogue bundled() {
        try (var in = requireNonNull(Catalogue.class.getResourceAsStream("models.properties"), "models.properties")) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Catalogue read(InputStream in) throws IOException {
        var properties = new Properties();
        properties.load(in);
        return new Catalogue(words(properties, "names").map(name -> entry(properties, name)).toList());
    }

    Optional<Entry> named(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    private static Entry entry(Properties properties, String name) {
        return new Entry(
                name,
                Path.of(value(properties, name + ".file")),
                Long.parseLong(value(properties, name + ".bytes")),
                Optional.of(value(properties, name + ".sha256")).filter(Sha256::isHex),
                Optional.of(value(properties, name + ".licence")),
                words(properties, name + ".sources").map(Source::parse).toList());
    }

    private static java.util.stream.Stream<String> words(Properties properties, String key) {
        return Arrays.stream(value(properties, key).split("\\s+"));
    }

    private static String value(Properties properties, String key) {
        return requireNonNull(properties.getProperty(key), key);
    }
}
