package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The right to fetch one file: held by one thread of one process of this machine.
///
/// Processes are kept apart by a lock on `NAME.lock`, which the system frees when its holder dies; threads by a lock in memory, since
/// closing any channel of a file gives up every lock that this process has on it. The lock file stays: to delete it would let two
/// processes lock two files of the same name.
final class FetchLock implements Closeable {
  private static final long PERIOD_MILLIS = 200;
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private FetchLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /// Waits for the lock; a wait is told to `progress` together with what the holder has fetched so far.
  ///
  /// @param bytes how large the file will be, or -1
  static FetchLock acquire(Path file, long bytes, Progress progress) throws IOException, InterruptedException {
    var lockFile = fileOf(file);
    Files.createDirectories(requireNonNull(lockFile.getParent(), "a lock lies in a folder"));
    var thread = THREADS.computeIfAbsent(lockFile, path -> new ReentrantLock());
    while (!thread.tryLock(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
      tellWaiting(file, bytes, "thread", progress);
    }
    try {
      return new FetchLock(thread, lock(lockFile, file, bytes, progress));
    } catch (IOException | InterruptedException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  /// Where the lock of a file lies; it is there once the file was fetched.
  static Path fileOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock").toAbsolutePath();
  }

  private static FileChannel lock(Path lockFile, Path file, long bytes, Progress progress) throws IOException, InterruptedException {
    var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (tryLock(channel) == null) {
        tellWaiting(file, bytes, "process", progress);
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
      return channel;
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// A lock that another class loader of this JVM holds counts as one of another process.
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void tellWaiting(Path file, long bytes, String holder, Progress progress) {
    var part = Partial.partOf(file).toFile();
    progress.update("waiting for another " + holder + ": " + file.getFileName(), part.length(), bytes);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
