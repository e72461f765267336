package dev.catena.local.gguf;

import dev.catena.local.error.ModelFileException;
import java.util.Optional;

/// The values that native code trusts without looking, or ends the process over.
final class MetadataCheck {

  private static final long MAX_BLOCKS = 512;
  private static final long MAX_EMBEDDING = 1 << 20;
  private static final long MAX_CONTEXT = 1L << 31;

  private final Cursor cursor;
  private final Metadata metadata;
  private final String architecture;

  private MetadataCheck(Cursor cursor, Metadata metadata, String architecture) {
    this.cursor = cursor;
    this.metadata = metadata;
    this.architecture = architecture;
  }

  static void run(Cursor cursor, Metadata metadata) {
    cursor.field("general.architecture");
    String architecture = metadata.string("general.architecture")
        .filter(name -> !name.isEmpty())
        .orElseThrow(() -> cursor.refuse("it must be a text"));
    MetadataCheck check = new MetadataCheck(cursor, metadata, architecture);
    check.parts();
    check.shape();
    check.tokenizer();
  }

  private void parts() {
    Optional<Long> parts = metadata.integer("split.count");
    if (parts.isPresent() && parts.get() > 1) {
      throw refuse("split.count", "the model is split into %d files; join them first".formatted(parts.get()));
    }
  }

  private void shape() {
    inRange("block_count", 1, MAX_BLOCKS);
    inRange("context_length", 1, MAX_CONTEXT);
    long embedding = inRange("embedding_length", 1, MAX_EMBEDDING);
    // Some architectures give one number for each layer, as an array: native code checks those.
    if (metadata.array(key("attention.head_count")).isPresent()) {
      return;
    }
    long heads = inRange("attention.head_count", 1, embedding);
    String keyValueHeads = key("attention.head_count_kv");
    if (metadata.integer(keyValueHeads).isPresent()) {
      long groups = inRange("attention.head_count_kv", 1, heads);
      if (heads % groups != 0) {
        throw refuse(keyValueHeads, "%d does not divide the %d heads".formatted(groups, heads));
      }
    }
  }

  private long inRange(String name, long least, long most) {
    String key = key(name);
    long value = metadata.integer(key).orElseThrow(() -> refuse(key, "it must be an integer"));
    if (value < least || value > most) {
      throw refuse(key, "it must be %,d to %,d, and is %,d".formatted(least, most, value));
    }
    return value;
  }

  private String key(String name) {
    return architecture + "." + name;
  }

  private void tokenizer() {
    String key = "tokenizer.ggml.tokens";
    ArrayValue tokens = metadata.array(key)
        .filter(array -> array.type() == ValueType.STRING && array.size() > 0)
        .orElseThrow(() -> refuse(key, "it must be an array of texts"));
    if (!tokens.distinct()) {
      throw refuse(key, "a token occurs twice");
    }
    texts("tokenizer.ggml.merges");
    sameLength("tokenizer.ggml.token_type", ValueType.INT32, tokens.size());
    sameLength("tokenizer.ggml.scores", ValueType.FLOAT32, tokens.size());
    for (String role : new String[] {"bos", "eos", "unknown", "separator", "padding", "eot", "eom"}) {
      tokenId("tokenizer.ggml." + role + "_token_id", tokens.size());
    }
  }

  private void texts(String key) {
    boolean texts = metadata.get(key) == null
        || metadata.array(key).filter(array -> array.type() == ValueType.STRING).isPresent();
    if (!texts) {
      throw refuse(key, "it must be an array of texts");
    }
  }

  private void sameLength(String key, ValueType type, long size) {
    if (metadata.get(key) == null) {
      return;
    }
    boolean same = metadata.array(key)
        .filter(array -> array.type() == type && array.size() == size)
        .isPresent();
    if (!same) {
      throw refuse(key, "it must be an array of %,d %s, one for each token".formatted(size, type));
    }
  }

  private void tokenId(String key, long size) {
    if (metadata.get(key) == null) {
      return;
    }
    long id = metadata.integer(key).orElse(-1L);
    if (id < 0 || id >= size) {
      throw refuse(key, "it must be 0 to %,d, and is %s".formatted(size - 1, metadata.get(key)));
    }
  }

  private ModelFileException refuse(String key, String why) {
    cursor.field(key);
    return cursor.refuse(why);
  }
}
