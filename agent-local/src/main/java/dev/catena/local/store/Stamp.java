package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The note that a file has been hashed: as long as the file's [FileId] is the one noted, its hash is the one noted.
///
/// On disk it is one line, `SHA256 BYTES MODIFIED-NANOS INODE NAME`; the name comes last because it may hold blanks.
record Stamp(String sha256, FileId id, String name) {
  /// Hashes a file. Its identity is taken first: if it changes in between, the stamp will not fit.
  static Stamp hash(Path file, String name, Meter meter) throws IOException {
    var id = FileId.of(file);
    var sha256 = Sha256.of(file, meter);
    meter.end();
    return new Stamp(sha256, id, name);
  }

  /// Where the stamp of a file of the store lies: beside it.
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".stamp");
  }

  /// Reads a file with one stamp; empty where there is none or it is damaged, which only costs hashing the file again.
  static Optional<Stamp> read(Path stampFile) {
    var stamps = readAll(stampFile);
    return stamps.isEmpty() ? Optional.empty() : Optional.of(stamps.getFirst());
  }

  /// Reads a file with stamps; empty where there is none or one is damaged.
  static List<Stamp> readAll(Path stampFile) {
    try {
      var stamps = new ArrayList<Stamp>();
      for (var line : Files.readAllLines(stampFile)) {
        stamps.add(parse(line));
      }
      return stamps;
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static Stamp parse(String line) {
    var fields = line.split(" ", 5);
    if (fields.length != 5 || !Sha256.isHex(fields[0])) {
      throw new IllegalArgumentException("not a stamp: " + line);
    }
    return new Stamp(fields[0], new FileId(Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3]), fields[4]);
  }

  /// Whether `file` is still the file that was hashed.
  boolean fits(Path file) throws IOException {
    return id.is(FileId.of(file));
  }

  String line() {
    return sha256 + " " + id.bytes() + " " + id.modifiedNanos() + " " + id.inode() + " " + name + "\n";
  }

  /// Writes stamps so that a reader sees the old ones or the new ones.
  static void write(Path stampFile, List<Stamp> stamps) throws IOException {
    var folder = stampFile.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var fresh = Files.createTempFile(folder, "stamp", ".tmp");
    try {
      Files.writeString(fresh, stamps.stream().map(Stamp::line).collect(Collectors.joining()));
      Files.move(fresh, stampFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Writes stamps if that is possible: a store that cannot be written still hands out what it has, and hashes it each time.
  static void keep(Path stampFile, List<Stamp> stamps) {
    try {
      write(stampFile, stamps);
    } catch (IOException e) {
      // Nothing is lost but time.
    }
  }
}
