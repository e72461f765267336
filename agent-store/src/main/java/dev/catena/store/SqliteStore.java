package dev.catena.store;

import dev.catena.journal.JournalException;
import java.nio.file.Path;
import java.time.InstantSource;

/// A store in one SQLite file on a local disk. Several processes of one machine may use the file at a time, and people may read
/// it: in the program `sqlite3` the view `journal` shows the entries, in every other tool `outline` shows them without bodies.
///
/// Texts of bodies from 256 bytes on are kept once, found by a hash that begins with a random salt of the file: one file is for one
/// tenant. What a deletion removes is overwritten in the file, and the write-ahead log is emptied. While another process reads
/// or writes for 30 seconds without an end, it stays in the log until the next deletion or until the last process closes the
/// file. Copies of the file and the blocks of a drive that remaps them are beyond reach.
///
/// Appended entries and content are on the disk when the method returns, so they survive a loss of power. Text is kept as UTF-8:
/// half a surrogate pair becomes a question mark, as everywhere in Java. A [JournalException] says what is wrong with the
/// file and what to do. Safe for use by many threads; the writes of one file wait for each other.
public final class SqliteStore extends SqlStore {
  SqliteStore(SqliteFile file) {
    super(file);
  }

  /// Opens the store in the file, which is made when there is none, and checks that it is whole. The check reads the file once.
  ///
  /// @param file in a folder that exists; SQLite keeps two more files beside it while it is open
  /// @throws JournalException if the file cannot be written, is damaged, or belongs to something else or to a newer release
  public static SqliteStore open(Path file) {
    return open(file, InstantSource.system());
  }

  /// Opens the store in the file, as [#open(Path)] does.
  ///
  /// @param clock by which leases run out; all processes of the file need the same time
  /// @throws JournalException if the file cannot be written, is damaged, or belongs to something else or to a newer release
  public static SqliteStore open(Path file, InstantSource clock) {
    return new SqliteStore(SqliteFile.open(file, clock));
  }
}
