package dev.catena.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Objects;

/// Ready codecs.
///
/// Instants and durations are ISO 8601 texts, an empty `Optional` is `null`. Members that a type does not know are ignored when
/// read, since a record written by a newer release must stay readable; a missing or `null` primitive, trailing text and a class
/// named in the data are refused.
public final class Codecs {
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .addModule(new Jdk8Module())
      .addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
      .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build()) // allows no class
      .build();

  private static final Codec<String> TEXT = json(String.class);
  private static final Codec<None> NONE = json(None.class);

  private Codecs() {}

  /// For values of a class, best a record.
  public static <T> Codec<T> json(Class<T> type) {
    return new Json<>(MAPPER.constructType(type));
  }

  /// For values of a generic type, such as `new TypeReference<List<Integer>>() {}`.
  public static <T> Codec<T> json(TypeReference<T> type) {
    return new Json<>(MAPPER.constructType(type));
  }

  /// For texts: a JSON string.
  public static Codec<String> text() {
    return TEXT;
  }

  /// For no value: an empty JSON object.
  public static Codec<None> none() {
    return NONE;
  }

  private record Json<T>(JavaType type) implements Codec<T> {
    @Override
    public String encode(T value) {
      Objects.requireNonNull(value, "value");
      try {
        return MAPPER.writerFor(type).writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("cannot write a %s as JSON: %s".formatted(type, e.getOriginalMessage()), e);
      }
    }

    @Override
    public T decode(String json) {
      T value;
      try {
        value = MAPPER.readValue(json, type);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("this JSON is no %s: %s".formatted(type, e.getOriginalMessage()), e);
      }
      if (value == null) {
        throw new IllegalArgumentException("this JSON is no %s: null".formatted(type));
      }
      return value;
    }
  }
}
