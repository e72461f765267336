package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFolderTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("docs"));
  }

  @Test
  void scan_nestedFolders_findsDocumentsById() throws IOException {
    write("b.md", "# b");
    write("a/c.TXT", "c");
    write("a/d e/退款.pdf", "d");
    var scan = scan();
    assertThat(ids(scan)).containsExactly("a/c.TXT", "a/d e/退款.pdf", "b.md");
    assertThat(scan.skipped()).isEmpty();
  }

  @Test
  void scan_file_tellsSizeAndTime() throws IOException {
    Path file = write("b.md", "# b");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    assertThat(scan().files()).containsExactly(new FileEntry("b.md", file.toRealPath(), 3, 1_700_000_000_000L));
  }

  @Test
  void scan_hiddenEntries_areCounted() throws IOException {
    write(".hidden.md", "x");
    write(".git/a.md", "x");
    write("a.md", "x");
    assertThat(ids(scan())).containsExactly("a.md");
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.HIDDEN, 2));
  }

  @Test
  void scan_ignoredEntries_areCountedOnceForAFolder() throws IOException {
    write(".gitignore", "build/\n*.txt\n!keep.txt\n");
    write("build/a.md", "x");
    write("build/b.md", "x");
    write("a/drop.txt", "x");
    write("a/keep.txt", "x");
    write("a/.gitignore", "/secret.md");
    write("a/secret.md", "x");
    write("secret.md", "x");
    assertThat(ids(scan())).containsExactly("a/keep.txt", "secret.md");
    assertThat(scan().skipped()).containsEntry(SkipReason.IGNORED, 3).containsEntry(SkipReason.HIDDEN, 2);
  }

  @Test
  void scan_otherTypes_areCounted() throws IOException {
    write("a.png", "x");
    write("noextension", "x");
    write("md", "x");
    write("trap.md.exe", "x");
    assertThat(ids(scan())).isEmpty();
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.UNSUPPORTED, 4));
  }

  @Test
  void scan_tooLargeFile_isCounted() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("big.md").toFile(), "rw")) {
      file.setLength(DocumentFolder.MAX_BYTES + 1); // sparse
    }
    assertThat(ids(scan())).isEmpty();
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.TOO_LARGE, 1));
  }

  @Test
  void scan_linkToFolderAroundIt_ends() throws IOException {
    write("a/b/c.md", "x");
    Files.createSymbolicLink(folder.resolve("a/b/up"), folder);
    Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a/b"));
    assertThat(ids(scan())).containsExactly("a/b/c.md");
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.REPEATED, 2));
  }

  @Test
  void scan_linkToHiddenFolderInside_isFollowedOnce() throws IOException {
    write(".store/c.md", "x");
    Files.createSymbolicLink(folder.resolve("one"), folder.resolve(".store"));
    Files.createSymbolicLink(folder.resolve("two"), folder.resolve(".store"));
    assertThat(ids(scan())).containsExactly("one/c.md");
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.HIDDEN, 1, SkipReason.REPEATED, 1));
  }

  @Test
  void scan_linksThatLeadOutside_areNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("docs-secret"));
    Files.writeString(outside.resolve("s.md"), "x");
    Files.createSymbolicLink(folder.resolve("out"), outside);
    Files.createSymbolicLink(folder.resolve("out.md"), outside.resolve("s.md"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
    assertThat(ids(scan())).isEmpty();
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.OUTSIDE, 3));
  }

  @Test
  void scan_linkThatLeadsOutsideThroughALinkedFolder_isNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(outside.resolve("s.md"), "x");
    Files.createDirectory(folder.resolve(".store"));
    Files.createSymbolicLink(folder.resolve(".store/out"), outside);
    Files.createSymbolicLink(folder.resolve("in"), folder.resolve(".store"));
    assertThat(ids(scan())).isEmpty();
    assertThat(scan().skipped()).containsEntry(SkipReason.OUTSIDE, 1);
  }

  @Test
  void scan_brokenLinks_areCounted() throws IOException {
    Files.createSymbolicLink(folder.resolve("a.md"), folder.resolve("gone.md"));
    Files.createSymbolicLink(folder.resolve("self.md"), folder.resolve("self.md"));
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.UNREADABLE, 2));
  }

  @Test
  void scan_unreadableFolder_isCountedAndTheOthersGoOn() throws IOException {
    write("a/a.md", "x");
    write("b.md", "x");
    Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(folder.resolve("a")), "this user may read everything");
    assertThat(ids(scan())).containsExactly("b.md");
    assertThat(scan().skipped()).isEqualTo(Map.of(SkipReason.UNREADABLE, 1));
  }

  @Test
  void scan_naughtyNames_areIds() throws IOException {
    var names = List.of("a b.md", "a\tb.md", "'; DROP TABLE--.md", "%2e%2e.md", "#.md", "ö.md", "😀.md", "[x].md", "-rf.md", "a\\b.md", "a\nb.md");
    for (var name : names) {
      write(name, "x");
    }
    assertThat(ids(scan())).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void of_linkToFolder_isFollowed() throws IOException {
    write("a.md", "x");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    assertThat(ids(DocumentFolder.of(link).scan())).containsExactly("a.md");
  }

  @Test
  void of_missingFolder_isRefusedInOneLine() {
    assertThatThrownBy(() -> DocumentFolder.of(folder.resolve("gone")))
        .isInstanceOf(IngestException.class)
        .hasMessage("folder " + folder.resolve("gone") + " is not there");
  }

  @Test
  void of_file_isRefusedInOneLine() throws IOException {
    Path file = write("a.md", "x");
    assertThatThrownBy(() -> DocumentFolder.of(file)).isInstanceOf(IngestException.class).hasMessageContaining("is a file");
  }

  @Test
  void scan_folderThatIsGone_isRefused() throws IOException {
    var documents = DocumentFolder.of(folder);
    Files.delete(folder);
    assertThatThrownBy(documents::scan).isInstanceOf(IngestException.class).hasMessageContaining("no longer there");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Scan scan() {
    return DocumentFolder.of(folder).scan();
  }

  private static List<String> ids(Scan scan) {
    return scan.files().stream().map(FileEntry::id).toList();
  }
}
