package dev.catena.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps what must survive: append-only streams of entries, and leases that say who may write.
///
/// A method that has returned is durable: what it wrote survives the end of the process, as far as the store survives it at
/// all. A method that throws has changed nothing, or says [JournalException] when it cannot know. Names of streams and leases
/// are 1 to [#MAX_NAME_LENGTH] characters; another is an [IllegalArgumentException]. Safe for use by many threads.
public interface Store extends AutoCloseable {
  /// The longest name of a stream or a lease, in characters.
  int MAX_NAME_LENGTH = 400;

  /// In which order streams are listed.
  enum Order {
    /// The stream that began first comes first.
    OLDEST_FIRST,
    /// The stream that began last comes first.
    NEWEST_FIRST
  }

  /// Appends to several streams, all or none. A stream begins to exist with its first entry.
  ///
  /// @param appends at least one, each to another stream
  /// @param lease the writer's right; null for a writer that needs none
  /// @throws ConflictException if a stream has another number of entries than its writer knows
  /// @throws FencedException if the lease was given back, or somebody else has held it since
  void append(List<Append> appends, @Nullable Lease lease);

  /// Appends to one stream.
  ///
  /// @param position how many entries the writer knows the stream to have
  /// @param entries at least one
  /// @param lease the writer's right; null for a writer that needs none
  /// @return how many entries the stream has now
  /// @throws ConflictException if the stream has another number of entries
  /// @throws FencedException if the lease was given back, or somebody else has held it since
  default long append(String stream, long position, List<Entry> entries, @Nullable Lease lease) {
    append(List.of(new Append(stream, position, entries)), lease);
    return position + entries.size();
  }

  /// The entries from the given position, 0 for the first, to the end; empty for a stream that does not exist.
  List<Entry> read(String stream, long position);

  /// The end of a stream, at a cost that does not grow with its length. A stream that does not exist has no entries.
  ///
  /// @param count how many entries to read at most, 0 to learn only how many there are
  Tail last(String stream, int count);

  /// Names of streams.
  ///
  /// @param prefix what the names start with; empty for all
  /// @param after the stream after which the list goes on; null for its beginning. When that stream is gone the list is empty.
  /// @param limit how many at most, at least 1
  List<String> streams(String prefix, Order order, @Nullable String after, int limit);

  /// Removes the stream with all its entries and what only they held. Its name may be used again.
  ///
  /// @return false when there was none
  boolean delete(String stream);

  /// Takes the lease when it is free or its time is over, or extends it, with the same token, when this owner holds it.
  ///
  /// @param duration how long from now, by the store's clock; positive
  /// @return empty while another owner holds it
  Optional<Lease> lease(String name, String owner, Duration duration);

  /// Gives the lease back, to be taken by whoever goes on: its name is listed by [#unheld]. Does nothing when it was lost.
  void release(Lease lease);

  /// Gives the lease back for good: its name is no longer listed. Does nothing when it was lost.
  void end(Lease lease);

  /// The names of leases that were taken before and are not held by anybody now: given back, or their time is over. In the order
  /// of names.
  ///
  /// @param prefix what the names start with; empty for all
  /// @param after the name after which the list goes on; null for its beginning
  /// @param limit how many at most, at least 1
  List<String> unheld(String prefix, @Nullable String after, int limit);

  /// Lets go of files and connections; the content stays where the store keeps it. Closing twice is harmless.
  @Override
  void close();
}
