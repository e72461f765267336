package dev.catena.agent;

import dev.catena.run.Codec;
import java.util.function.Function;

/// Writes values of one type as values of another that has a codec.
record MappedCodec<T, S>(Codec<S> codec, Function<T, S> write, Function<S, T> read) implements Codec<T> {
  @Override
  public String encode(T value) {
    return codec.encode(write.apply(value));
  }

  @Override
  public T decode(String json) {
    return read.apply(codec.decode(json));
  }
}
