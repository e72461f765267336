package dev.catena.agent;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// A passage as it is recorded: with the types of its metadata, which plain JSON would lose.
record RecordedPassage(String text, Map<String, Value> metadata, Map<ContentMetadata, Value> about) {
  static final Codec<Content> CODEC =
      new MappedCodec<>(Codecs.json(RecordedPassage.class), RecordedPassage::of, RecordedPassage::passage);

  static RecordedPassage of(Content passage) {
    TextSegment segment = passage.textSegment();
    Map<String, Value> metadata = new TreeMap<>();
    segment.metadata().toMap().forEach((key, value) -> metadata.put(key, Value.of(value)));
    Map<ContentMetadata, Value> about = new TreeMap<>();
    passage.metadata().forEach((key, value) -> about.put(key, Value.of(value)));
    return new RecordedPassage(segment.text(), metadata, about);
  }

  Content passage() {
    Map<String, Object> typed = new LinkedHashMap<>();
    metadata.forEach((key, value) -> typed.put(key, value.object()));
    Map<ContentMetadata, Object> typedAbout = new LinkedHashMap<>();
    about.forEach((key, value) -> typedAbout.put(key, value.object()));
    return Content.from(TextSegment.from(text, Metadata.from(typed)), typedAbout);
  }

  /// One of the types that LangChain4j's metadata may have.
  record Value(Type type, String text) {
    static Value of(Object value) {
      Type type =
          switch (value) {
            case String s -> Type.TEXT;
            case UUID u -> Type.UUID;
            case Integer i -> Type.INT;
            case Long l -> Type.LONG;
            case Float f -> Type.FLOAT;
            case Double d -> Type.DOUBLE;
            default -> throw new IllegalArgumentException("metadata cannot hold a " + value.getClass().getName());
          };
      return new Value(type, value.toString());
    }

    Object object() {
      return switch (type) {
        case TEXT -> text;
        case UUID -> UUID.fromString(text);
        case INT -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case FLOAT -> Float.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
      };
    }
  }

  /// The name of a type in the record.
  enum Type {
    TEXT,
    UUID,
    INT,
    LONG,
    FLOAT,
    DOUBLE
  }
}
