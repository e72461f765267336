package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;

/// What a source is to fill: one model's file, whose lock is held.
record Target(Entry entry, Path path, Outside outside, Progress progress) {
  private Path folder() {
    return requireNonNull(path.getParent(), "a model lies in a folder");
  }

  Partial partial(String origin) throws IOException {
    return Partial.open(path, origin, outside.disk(), progress);
  }

  Meter meter(long done, long total) {
    return Meter.begin(progress, entry.name(), done, total);
  }

  /// Refuses to begin what cannot end: checks that the disk has room for so many bytes more.
  void needRoom(long bytes) throws IOException {
    long usable = outside.disk().usable(folder());
    if (usable < bytes) {
      throw new StoreException(
          StoreException.Reason.DISK_FULL,
          "%s needs %,d bytes more, but there is room for %,d in %s. Free some, or set CATENA_HOME to a folder on another disk."
              .formatted(entry.name(), bytes, usable, folder()));
    }
  }
}
