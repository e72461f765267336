package dev.catena.local.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The file that a fetch fills: `NAME.part`, and beside it `NAME.part.from`, which says where the bytes came from, so that a later
/// fetch from there goes on and one from elsewhere begins again.
///
/// A source whose bytes come in pieces marks each complete one; what lies behind the last mark is cut off when the fetch goes on.
final class Partial implements Closeable {
  private final Path part;
  private final Path from;
  private final String origin;
  private final MessageDigest digest;
  private final AtomicLong length = new AtomicLong();
  private final OutputStream out;
  private int pieces;

  private Partial(Path file, String origin, Disk disk, Progress progress) throws IOException {
    this.part = partOf(file);
    this.from = fromOf(file);
    this.origin = origin;
    this.digest = Sha256.digest();
    goOn();
    if (length() > 0) {
      var meter = Meter.begin(progress, "reading what is here of " + file.getFileName(), 0, length());
      Sha256.update(digest, part, meter);
      meter.end();
    }
    this.out = disk.append(part);
  }

  /// Opens it, and hashes what an earlier fetch from the same origin left.
  ///
  /// @param origin one line that names the very bytes: another line means other bytes
  static Partial open(Path file, String origin, Disk disk, Progress progress) throws IOException {
    return new Partial(file, origin, disk, progress);
  }

  static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static Path fromOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part.from");
  }

  /// Throws away what there is of a file.
  static void discard(Path file) throws IOException {
    Files.deleteIfExists(fromOf(file));
    Files.deleteIfExists(partOf(file));
  }

  private void goOn() throws IOException {
    var lines = Files.exists(from) && Files.exists(part) ? Files.readAllLines(from) : List.<String>of();
    if (lines.isEmpty() || !lines.getFirst().equals(origin)) {
      Files.deleteIfExists(part);
      note(origin + "\n");
      return;
    }
    length.set(Files.size(part));
    if (lines.size() > 1) {
      var mark = lines.get(1).split(" ", 2);
      cut(Long.parseLong(mark[1]));
      pieces = Integer.parseInt(mark[0]);
    }
  }

  private void note(String text) throws IOException {
    var fresh = from.resolveSibling(from.getFileName() + ".tmp");
    Files.writeString(fresh, text);
    Files.move(fresh, from, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void cut(long marked) throws IOException {
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.truncate(marked);
      length.set(channel.size());
    }
  }

  /// How many bytes are there; may be asked by any thread.
  long length() {
    return length.get();
  }

  /// How many pieces are complete.
  int pieces() {
    return pieces;
  }

  /// Begins again from nothing.
  void restart() throws IOException {
    cut(0);
    pieces = 0;
    digest.reset();
  }

  void write(byte[] buffer, int count) throws IOException {
    out.write(buffer, 0, count);
    digest.update(buffer, 0, count);
    length.addAndGet(count);
  }

  /// Notes that one more piece is complete.
  void mark() throws IOException {
    force();
    pieces++;
    note(origin + "\n" + pieces + " " + length + "\n");
  }

  /// Ends the writing and returns the SHA-256 of all that is there.
  String finish() throws IOException {
    out.close();
    force();
    return Sha256.hex(digest);
  }

  private void force() throws IOException {
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Makes a finished file the file, stamp first: a file without a stamp is one that nobody has checked.
  static Stamp publish(Path file, String sha256, String name) throws IOException {
    var stamp = new Stamp(sha256, FileId.of(partOf(file)), name);
    Stamp.write(Stamp.beside(file), List.of(stamp));
    Files.move(partOf(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(fromOf(file));
    return stamp;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
