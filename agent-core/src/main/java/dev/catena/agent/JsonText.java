package dev.catena.agent;

import dev.catena.run.Codec;

/// The codec of texts that are JSON already.
final class JsonText implements Codec<String> {
  static final Codec<String> CODEC = new JsonText();

  private JsonText() {}

  @Override
  public String encode(String value) {
    return value;
  }

  @Override
  public String decode(String json) {
    return json;
  }
}
