package dev.catena.samples.command;

import dev.catena.rag.index.SyncReport;
import dev.catena.rag.ingest.DocumentFolder;
import dev.catena.rag.ingest.SkipReason;
import java.util.ArrayList;
import java.util.List;

/// What of a folder could not be read though somebody may expect it; hidden and ignored files are no complaint.
final class FolderComplaints {
  private FolderComplaints() {}

  /// A line each.
  static List<String> of(SyncReport report) {
    var lines = new ArrayList<String>();
    report.unreadable().forEach(one -> lines.add(one.document() + " " + plain(one.reason())));
    add(lines, report, SkipReason.UNREADABLE, "cannot be opened");
    add(lines, report, SkipReason.TOO_LARGE, "too large, above %,d bytes".formatted(DocumentFolder.MAX_BYTES));
    return lines;
  }

  /// What follows on a damaged document is in the words of a parser.
  private static String plain(String reason) {
    return OneLine.of(reason).replaceFirst("^(is damaged[^:]*): .*", "$1");
  }

  private static void add(List<String> lines, SyncReport report, SkipReason reason, String why) {
    int count = report.skipped().getOrDefault(reason, 0);
    if (count > 0) {
      lines.add("left out of the folder: %d (%s)".formatted(count, why));
    }
  }
}
