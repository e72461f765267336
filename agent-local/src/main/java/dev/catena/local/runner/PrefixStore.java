package dev.catena.local.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// States of fixed prefixes on disk, so that the next process need not read them again. It is a cache: whatever goes
/// wrong with a file is logged, the file is deleted, and the prefix is computed.
final class PrefixStore {

  private static final Logger LOG = LoggerFactory.getLogger(PrefixStore.class);

  /// A prefix shorter than this is computed faster than it is worth keeping.
  static final int MIN_TOKENS = 16;

  /// Files kept; beyond that the longest unused goes.
  static final int MAX_FILES = 16;

  private static final String SUFFIX = ".state";

  private static final String PART = ".part";

  /// No file is written for longer than this: the process that began an older one is dead.
  private static final Duration MAX_WRITING = Duration.ofHours(1);

  private final Path folder;
  private final PrefixFormat format;

  PrefixStore(Path folder, String modelSha256, String libraryVersion) {
    this.folder = folder;
    this.format = new PrefixFormat(modelSha256, libraryVersion);
  }

  /// Fetches the state of the prompt's prefix.
  ///
  /// @param context takes the state, and says whether it did
  /// @return false when there is none; the context may be empty then, or hold what it held
  boolean restore(Prompt prompt, Predicate<ByteBuffer> context) {
    if (prompt.prefixTokens() < MIN_TOKENS) {
      return false;
    }
    Path file = file(prompt);
    try {
      ByteBuffer state = format.decode(read(file), prompt);
      if (!context.test(state)) {
        throw new IOException("llama.cpp refuses the state");
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      LOG.debug("prefix state {} is damaged and will be computed again", file, e);
      delete(file);
      return false;
    }
  }

  private static ByteBuffer read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new IOException("%,d bytes are too many".formatted(size));
      }
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until it is full or the file ends
      }
      return bytes.flip();
    }
  }

  /// Saves the state of the prompt's prefix, unless it is there.
  ///
  /// @param context gives the state
  void save(Prompt prompt, Supplier<ByteBuffer> context) {
    if (prompt.prefixTokens() < MIN_TOKENS) {
      return;
    }
    Path file = file(prompt);
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "prefix", PART);
      try {
        write(part, format.encode(prompt, context.get()));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
      evict();
    } catch (IOException e) {
      LOG.debug("prefix state {} was not saved", file, e);
    }
  }

  private static void write(Path file, ByteBuffer[] parts) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (ByteBuffer part : parts) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  private void evict() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.toList();
      files.stream().filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparingLong(PrefixStore::lastUse).reversed())
          .skip(MAX_FILES)
          .forEach(PrefixStore::delete);
      long begun = Instant.now().minus(MAX_WRITING).toEpochMilli();
      files.stream().filter(file -> file.toString().endsWith(PART) && lastUse(file) < begun).forEach(PrefixStore::delete);
    }
  }

  private static long lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} was not deleted", file, e);
    }
  }

  private Path file(Prompt prompt) {
    return folder.resolve(format.key(prompt) + SUFFIX);
  }
}
