package dev.catena.rag;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that keeps an index open until it is killed.
final class HoldsIndex {
  private HoldsIndex() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (var index = LuceneIndex.open(Path.of(args[0])); var out = new FileOutputStream(FileDescriptor.out)) {
      out.write((index.readOnly() ? "read-only\n" : "open\n").getBytes(StandardCharsets.UTF_8));
      Thread.currentThread().join();
    }
  }
}
