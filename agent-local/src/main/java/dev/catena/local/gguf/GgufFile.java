package dev.catena.local.gguf;

import dev.catena.local.error.CancelledException;
import dev.catena.local.error.ModelFileException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The header of a model file that has been checked. Immutable.
///
/// The format is that of the GGUF specification in the ggml repository (`docs/gguf.md`), versions 2 and 3.
public final class GgufFile {

  private static final int MAGIC = 0x46554747;
  private static final long DEFAULT_ALIGNMENT = 32;
  private static final long MAX_ALIGNMENT = 1 << 20;

  private final Metadata metadata;

  private GgufFile(Metadata metadata) {
    this.metadata = metadata;
  }

  /// Reads and checks the header of a file; the weights are not read.
  ///
  /// @throws ModelFileException when the file cannot be read or native code could not be trusted with it; the message
  ///     names the field
  /// @throws CancelledException when this thread is interrupted; its flag stays set
  public static GgufFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new GgufFile(header(new Cursor(file, channel)));
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("reading model file %s was interrupted".formatted(file));
    } catch (IOException e) {
      throw new ModelFileException("model file %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static Metadata header(Cursor cursor) throws IOException {
    if (cursor.int32() != MAGIC) {
      throw cursor.refuse("it is not a GGUF file");
    }
    cursor.field("version");
    int version = cursor.int32();
    if (version != 2 && version != 3) {
      throw cursor.refuse("version %s is not 2 or 3".formatted(Integer.toUnsignedString(version)));
    }
    cursor.field("tensor count");
    long tensorCount = cursor.count(Tensors.SMALLEST_BYTES, Tensors.MAX_TENSORS);
    cursor.field("key-value count");
    Metadata metadata = Metadata.read(cursor, cursor.count(Metadata.SMALLEST_PAIR_BYTES, Metadata.MAX_PAIRS));
    MetadataCheck.run(cursor, metadata);
    long alignment = alignment(cursor, metadata);
    List<Tensor> tensors = Tensors.read(cursor, tensorCount, alignment);
    if (tensors.isEmpty()) {
      cursor.field("tensor count");
      throw cursor.refuse("there are no tensors");
    }
    long padding = Math.floorMod(-cursor.position(), alignment);
    Tensors.checkPlaces(cursor, tensors, cursor.remaining() - padding);
    return metadata;
  }

  private static long alignment(Cursor cursor, Metadata metadata) {
    long alignment = metadata.get("general.alignment") == null
        ? DEFAULT_ALIGNMENT
        : metadata.integer("general.alignment").orElse(0L);
    if (Long.bitCount(alignment) != 1 || alignment < 1 || alignment > MAX_ALIGNMENT) {
      cursor.field("general.alignment");
      throw cursor.refuse("it must be a power of two up to %,d".formatted(MAX_ALIGNMENT));
    }
    return alignment;
  }

  /// The kind of model, such as `qwen2`.
  public String architecture() {
    return metadata.string("general.architecture").orElseThrow();
  }

  /// What its makers call the model.
  public Optional<String> name() {
    return metadata.string("general.name");
  }

  /// Tokens of context the model was trained with, at least 1.
  public int contextTokens() {
    return Math.clamp(metadata.integer(architecture() + ".context_length").orElseThrow(), 1, Integer.MAX_VALUE);
  }

  /// The model's own chat template, in the Jinja language.
  public Optional<String> chatTemplate() {
    return metadata.string("tokenizer.chat_template");
  }
}
