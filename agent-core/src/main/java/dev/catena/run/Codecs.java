package dev.catena.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  private static final ObjectMapper BRIEF = brief();

  private static final Codec<String> TEXT = json(String.class);
  private static final Codec<None> NONE = json(None.class);

  private Codecs() {}

  private static ObjectMapper brief() {
    ObjectMapper mapper = MAPPER.copy()
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_DEFAULT)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    for (Class<?> type : List.of(String.class, List.class, Map.class)) {
      mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }
    return mapper;
  }

  /// For values of a class, best a record.
  public static <T> Codec<T> json(Class<T> type) {
    return new Json<>(MAPPER, MAPPER.constructType(type));
  }

  /// For values of a generic type, such as `new TypeReference<List<Integer>>() {}`.
  public static <T> Codec<T> json(TypeReference<T> type) {
    return new Json<>(MAPPER, MAPPER.constructType(type));
  }

  /// For values of a class, best a record, of which there are many: what is `null`, 0, false or empty is left out, and a missing
  /// member is read as that: a missing text, list, map or `Optional` as the empty one. A
  /// missing record is refused.
  public static <T> Codec<T> brief(Class<T> type) {
    return new Json<>(BRIEF, BRIEF.constructType(type));
  }

  /// For texts: a JSON string.
  public static Codec<String> text() {
    return TEXT;
  }

  /// For no value: an empty JSON object.
  public static Codec<None> none() {
    return NONE;
  }

  private static final class Json<T> implements Codec<T> {
    private final ObjectMapper mapper;
    private final JavaType type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    Json(ObjectMapper mapper, JavaType type) {
      this.mapper = mapper;
      this.type = type;
      this.writer = mapper.writerFor(type);
      this.reader = mapper.readerFor(type);
    }

    @Override
    public String encode(T value) {
      Objects.requireNonNull(value, "value");
      try {
        return writer.writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("cannot write a %s as JSON: %s".formatted(name(), reason(e)), e);
      }
    }

    @Override
    public T decode(String json) {
      T value;
      try {
        value = reader.readValue(json);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("this JSON is no %s: %s".formatted(name(), reason(e)), e);
      }
      if (value == null) {
        throw new IllegalArgumentException("this JSON is no %s: null".formatted(name()));
      }
      return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Json<?> json && mapper.equals(json.mapper) && type.equals(json.type);
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }

    private String name() {
      return type.getRawClass().getSimpleName();
    }

    /// The library's words without the data, and where in the data.
    private static String reason(JsonProcessingException e) {
      String path = e instanceof JsonMappingException mapping
          ? mapping.getPath().stream().map(at -> String.valueOf(at.getFieldName())).collect(Collectors.joining("."))
          : "";
      return path.isEmpty() ? e.getOriginalMessage() : "'%s': %s".formatted(path, e.getOriginalMessage());
    }
  }
}
