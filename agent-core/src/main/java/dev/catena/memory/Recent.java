package dev.catena.memory;

import dev.catena.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The last entries of a stream as they were read.
///
/// @param size how many entries the stream had
/// @param lines the last of them
record Recent(long size, List<Line> lines) {
  /// An entry without its text.
  ///
  /// @param turn what the entry holds; null when it is of a type that is no turn
  record Line(String type, Instant at, String head, @Nullable Turn turn) {
    static Line of(Entry entry, @Nullable Turn turn) {
      return new Line(entry.type(), entry.at(), entry.head(), turn);
    }

    boolean isOf(Entry entry) {
      return type.equals(entry.type()) && at.equals(entry.at()) && head.equals(entry.head());
    }
  }

  boolean covers(long end, int window) {
    long first = size - lines.size();
    return end <= size && first <= Math.max(0, end - window);
  }

  /// Whether the stream still is the one that was read.
  boolean endsWith(Entry entry) {
    return !lines.isEmpty() && lines.getLast().isOf(entry);
  }

  /// One more piece of the stream, and no more than the window.
  Recent plus(List<Line> more, int window) {
    List<Line> all = new ArrayList<>(lines);
    all.addAll(more);
    return new Recent(size + more.size(), List.copyOf(all.subList(Math.max(0, all.size() - window), all.size())));
  }

  /// The turns of a window that is covered.
  List<Turn> turns(long end, int window) {
    int to = Math.toIntExact(lines.size() - (size - end));
    return lines.subList(Math.max(0, to - window), to).stream().flatMap(line -> Stream.ofNullable(line.turn())).toList();
  }
}
