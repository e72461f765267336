package dev.catena.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps what must survive: append-only streams of entries, leases that say who may write, and content by its hash.
///
/// A method that has returned is durable: what it wrote survives the end of the process, as far as the store survives it at
/// all. A method that throws has changed nothing, or says [JournalException] when it cannot know. Names of streams and leases
/// are 1 to 400 characters. Safe for use by many threads.
public interface Store extends AutoCloseable {
  /// Appends the entries at the end of the stream, all or none. A stream begins to exist with its first entry.
  ///
  /// @param position how many entries the writer knows the stream to have
  /// @param entries at least one
  /// @param lease the writer's right; null for a writer that needs none
  /// @return how many entries the stream has now
  /// @throws ConflictException if the stream has another number of entries
  /// @throws FencedException if somebody else has held the lease since
  long append(String stream, long position, List<Entry> entries, @Nullable Lease lease);

  /// The entries from the given position, 0 for the first, to the end; empty for a stream that does not exist.
  List<Entry> read(String stream, long position);

  /// Takes the lease when it is free or its time is over, or extends it, with the same token, when this owner holds it.
  ///
  /// @param duration how long from now, by the store's clock; positive
  /// @return empty while another owner holds it
  Optional<Lease> lease(String name, String owner, Duration duration);

  /// Gives the lease back. Does nothing when it was lost.
  void release(Lease lease);

  /// Keeps the content, once, however often it is put.
  ///
  /// @return its SHA-256, 64 lower-case hexadecimal characters
  String put(byte[] content);

  /// The content with this SHA-256; empty when there is none.
  Optional<byte[]> get(String sha256);

  /// Lets go of files and connections; the content stays where the store keeps it. Closing twice is harmless.
  @Override
  void close();
}
