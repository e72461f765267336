package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.DISK_FULL;
import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.NO_TOOL;
import static dev.catena.local.store.StoreException.Reason.UNSUPPORTED_PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
  @TempDir
  private Path root;

  private final byte[] llama = Bytes.some(1500);
  private final byte[] ggml = Bytes.some(512);
  private final Map<String, byte[]> files = new LinkedHashMap<>(Map.of("package/bins/libllama.so", llama, "package/bins/libggml.so", ggml));
  private Path maps = Path.of("/no/such/file");
  private int packs;

  private NativesLock lock(byte[] archive) {
    return NativesLock.parse("""
        # a comment of several words

        platform linux-x64 @some/linux-x64@1.0 %s
        %s 1500 package/bins/libllama.so
        %s 512 package/bins/libggml.so
        """.formatted(Bytes.integrity(archive), Bytes.sha256(llama), Bytes.sha256(ggml)));
  }

  private Commands npm(byte[] archive) {
    return (command, folder) -> {
      packs++;
      assertThat(command).contains("pack", "--ignore-scripts", "@some/linux-x64@1.0");
      Files.write(folder.resolve("some-linux-x64-1.0.tgz"), archive);
      return new Commands.Result(0, "some-linux-x64-1.0.tgz");
    };
  }

  private Path folder(Commands commands, NativesLock lock) throws IOException, InterruptedException {
    var outside = new Outside(Map.of(), commands, new Disk(), Duration.ofSeconds(1));
    return new Natives(root, outside, lock, Platform.of("Linux", "amd64", maps)).folder(Progress.none());
  }

  private Path folder() throws IOException, InterruptedException {
    var archive = Bytes.tgz(files);
    return folder(npm(archive), lock(archive));
  }

  private StoreException failure(Commands commands, NativesLock lock) {
    return assertThatExceptionOfType(StoreException.class).isThrownBy(() -> folder(commands, lock)).actual();
  }

  @Test
  void folder_archive_unpacksTheListedFilesAlone() throws Exception {
    files.put("package/bins/llama-addon.node", Bytes.some(7));
    files.put("package/../../../evil.so", Bytes.some(8));
    files.put("/evil.so", Bytes.some(9));

    var folder = folder();

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("libllama.so", "libggml.so");
    assertThat(folder.resolve("libllama.so")).hasBinaryContent(llama);
    try (var all = Files.walk(root)) {
      assertThat(all).noneMatch(file -> file.endsWith("evil.so"));
    }
  }

  @Test
  void folder_done_leavesNoArchive() throws Exception {
    var name = folder().getFileName().toString();

    assertThat(root.toFile().list()).containsExactlyInAnyOrder(name, name + ".stamp", name + ".lock");
  }

  @Test
  void folder_isHere_runsNothing() throws Exception {
    var folder = folder();

    assertThat(folder(Fixture.NONE, lock(Bytes.tgz(files)))).isEqualTo(folder);
  }

  @Test
  void folder_isHereWithoutStamps_runsNothing() throws Exception {
    var folder = folder();
    Files.delete(Stamp.beside(folder));

    assertThat(folder(Fixture.NONE, lock(Bytes.tgz(files)))).isEqualTo(folder);
    assertThat(Stamp.readAll(Stamp.beside(folder))).hasSize(2);
  }

  @Test
  void folder_alteredLibrary_isFetchedAgain() throws Exception {
    Files.write(folder().resolve("libllama.so"), Bytes.some(1499));

    assertThat(folder().resolve("libllama.so")).hasBinaryContent(llama);
    assertThat(packs).isEqualTo(2);
  }

  @Test
  void folder_missingLibrary_isFetchedAgain() throws Exception {
    Files.delete(folder().resolve("libggml.so"));

    assertThat(folder().resolve("libggml.so")).hasBinaryContent(ggml);
  }

  @Test
  void folder_fileTooMany_isFetchedAgain() throws Exception {
    Files.write(folder().resolve("libggml-cpu-evil.so"), llama);

    assertThat(folder().resolve("libggml-cpu-evil.so")).doesNotExist();
  }

  @Test
  void folder_otherArchive_isRefusedBeforeItIsOpened() {
    var failure = failure(npm(new byte[] {1, 2, 3}), lock(Bytes.tgz(files)));

    assertThat(failure.reason()).isEqualTo(CORRUPT);
    assertThat(failure).hasMessageContainingAll("@some/linux-x64@1.0", Bytes.integrity(new byte[] {1, 2, 3}));
    assertThat(root.toFile().list()).noneMatch(name -> !name.endsWith(".lock"));
  }

  @Test
  void folder_otherLibraryInTheArchive_isRefused() {
    files.put("package/bins/libggml.so", new byte[512]);
    var archive = Bytes.tgz(files);

    assertThat(failure(npm(archive), lock(archive)))
        .hasMessageContainingAll("package/bins/libggml.so", Bytes.sha256(ggml))
        .returns(CORRUPT, StoreException::reason);
  }

  @Test
  void folder_libraryOfAnotherSize_isRefused() {
    files.put("package/bins/libggml.so", new byte[513]);
    var archive = Bytes.tgz(files);

    assertThat(failure(npm(archive), lock(archive))).hasMessageContaining("does not hold package/bins/libggml.so");
  }

  @Test
  void folder_truncatedArchive_isRefused() {
    var archive = Arrays.copyOf(Bytes.tgz(files), 600);

    assertThat(failure(npm(archive), lock(archive))).hasMessageContaining("truncated").returns(CORRUPT, StoreException::reason);
  }

  @Test
  void folder_noNpm_saysSo() {
    var failure = failure((command, folder) -> new Commands.Result(Commands.NOT_FOUND, ""), lock(Bytes.tgz(files)));

    assertThat(failure).hasMessageContainingAll("npm is needed", "CATENA_HOME").returns(NO_TOOL, StoreException::reason);
  }

  @Test
  void folder_noNetwork_saysWhatNpmSaid() {
    var failure = failure((command, folder) -> new Commands.Result(1, "npm error code ENOTFOUND"), lock(Bytes.tgz(files)));

    assertThat(failure).hasMessageContaining("npm error code ENOTFOUND").returns(NO_NETWORK, StoreException::reason);
  }

  @Test
  void folder_fullDisk_isToldApart() {
    var failure = failure((command, folder) -> new Commands.Result(1, "npm error code ENOSPC"), lock(Bytes.tgz(files)));

    assertThat(failure.reason()).isEqualTo(DISK_FULL);
  }

  @Test
  void folder_musl_isRefused() throws IOException {
    maps = Files.writeString(root.resolve("maps"), "7f00 r-xp 00000000 fe:00 12 /lib/ld-musl-x86_64.so.1\n");

    assertThat(failure(Fixture.NONE, lock(Bytes.tgz(files))))
        .hasMessageContaining("musl")
        .returns(UNSUPPORTED_PLATFORM, StoreException::reason);
  }

  @Test
  void folder_otherPlatform_namesThoseThereAre() {
    var natives = new Natives(
        root,
        new Outside(Map.of(), Fixture.NONE, new Disk(), Duration.ofSeconds(1)),
        NativesLock.bundled(),
        Platform.of("FreeBSD", "riscv64", maps));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> natives.folder(Progress.none()))
        .withMessageContainingAll("freebsd-riscv64", "linux-x64", "mac-arm64", "win-x64")
        .returns(UNSUPPORTED_PLATFORM, StoreException::reason);
  }
}
