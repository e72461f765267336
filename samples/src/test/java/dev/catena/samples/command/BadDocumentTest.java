package dev.catena.samples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A document that cannot be read is named, and the question is answered from the others.
class BadDocumentTest {
  @TempDir private Path folder;
  @TempDir private Path home;

  private final OpenAiStub server = new OpenAiStub();

  @BeforeEach
  void good() throws IOException {
    Files.writeString(folder.resolve("returns.md"), "# Returns\n\nGoods may be returned within 30 days.\n");
    server.answers("Goods may be returned within 30 days.");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void assertNamed(String complaint) {
    Shell.Ended ended =
        new Shell(home, server.environment())
            .run("ask", "--json", "--docs", folder.toString(), "--model", "openai:stub", "How long may goods be returned?");
    assertThat(ended.complaints()).singleElement().isEqualTo("catena: " + complaint);
    assertThat(ended.json().at("/citations/0/document").asText()).isEqualTo("returns.md");
    assertThat(ended.status()).isEqualTo(Catena.ANSWERED);
  }

  @Test
  void ask_emptyDocument_isNamed() throws IOException {
    Files.createFile(folder.resolve("empty.md"));
    assertNamed("empty.md is empty");
  }

  @Test
  void ask_bytesThatAreNoText_areNamed() throws IOException {
    Files.write(folder.resolve("picture.txt"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 1, (byte) 0xff, 0, 0, 3});
    assertNamed("picture.txt is not text");
  }

  @Test
  void ask_pdfWithPassword_isNamed() throws IOException {
    try (var pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      pdf.save(folder.resolve("secret.pdf").toFile());
    }
    assertNamed("secret.pdf is protected by a password");
  }

  @Test
  void ask_damagedPdf_isNamedWithoutTheWordsOfTheParser() throws IOException {
    Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7\nand nothing that a PDF needs\n%%EOF\n");
    assertNamed("broken.pdf is damaged or no PDF");
  }

  @Test
  void ask_documentOfAnotherUser_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("private.md"), "Nobody may read this.");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
    assertNamed("private.md may not be read by this user");
  }

  @Test
  void ask_linkToNothing_isCounted() throws IOException {
    Files.createSymbolicLink(folder.resolve("gone.md"), folder.resolve("nothing.md"));
    assertNamed("left out of the folder: 1 (cannot be opened)");
  }

  @Test
  void ask_folderNamedAsDocument_isEnteredAsFolder() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("x.pdf")).resolve("empty.md"), " \n");
    assertNamed("x.pdf/empty.md is empty");
  }
}
