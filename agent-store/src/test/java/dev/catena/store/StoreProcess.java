package dev.catena.store;

import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.Lease;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Another process on a store's file.
final class StoreProcess {
  static final String STREAM = "s";
  static final String FLOOD = "flood";
  static final String SHARE = "share";
  static final String LOSE = "lose";

  private StoreProcess() {}

  /// Starts one.
  ///
  /// @param job what it does: the name of one of the methods below
  static Process start(String job, Path file) throws IOException {
    return Jvm.start(file.resolveSibling("."), StoreProcess.class, job, file.toString());
  }

  /// Does the job on the file and ends.
  public static void main(String[] args) throws IOException {
    try (SqliteStore store = SqliteStore.open(Path.of(args[1]))) {
      switch (args[0]) {
        case FLOOD -> flood(store);
        case SHARE -> share(store, "child", 100);
        case LOSE -> lose(store);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  /// Appends pairs of entries without end, and prints how many entries there are once a pair is acknowledged.
  private static void flood(SqliteStore store) {
    Lease lease = store.lease(STREAM, "flood", Duration.ofMinutes(1)).orElseThrow();
    long end = store.read(STREAM, 0).size();
    while (true) {
      end = store.append(STREAM, end, List.of(numbered(end), numbered(end + 1)), lease);
      System.out.println(end);
    }
  }

  /// The entry that [#FLOOD] appends at this position; every third is long.
  static Entry numbered(long position) {
    return entry(position % 3 == 0 ? "long ".repeat(400) + position : "short " + position);
  }

  /// Appends entries to a stream that another process appends to as well.
  static void share(SqliteStore store, String name, int count) {
    long position = 0;
    for (int i = 0; i < count; i++) {
      position = appendSomewhere(store, position, entry(name + " " + i));
    }
  }

  private static long appendSomewhere(SqliteStore store, long from, Entry entry) {
    long position = from;
    while (true) {
      try {
        return store.append(STREAM, position, List.of(entry), null);
      } catch (ConflictException behind) {
        position += store.read(STREAM, position).size();
      }
    }
  }

  /// Takes a lease that runs out at once, waits for a line, and prints what becomes of a write under it.
  private static void lose(SqliteStore store) throws IOException {
    Lease lease = store.lease(STREAM, "child", Duration.ofNanos(1)).orElseThrow();
    System.out.println("leased");
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.readLine();
    }
    try {
      store.append(STREAM, store.read(STREAM, 0).size(), List.of(entry("child")), lease);
      System.out.println("written");
    } catch (JournalException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  static Entry entry(String body) {
    return new Entry("Type", Instant.EPOCH, "{}", body);
  }

  static List<String> bodies(SqliteStore store) {
    List<String> bodies = new ArrayList<>();
    store.read(STREAM, 0).forEach(entry -> bodies.add(entry.body()));
    return bodies;
  }
}
