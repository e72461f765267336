package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefixStoreTest {

  private static final byte[] STATE = {1, 2, 3, 4, 5};
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir
  private Path parent;

  /// Every prompt has another one's prefix.
  private static Prompt prompt(int first) {
    int[] tokens = new int[PrefixStore.MIN_TOKENS];
    tokens[0] = first;
    return new Prompt(tokens, tokens.length);
  }

  private Path folder() {
    return parent.resolve("prefix");
  }

  private PrefixStore store() {
    return new PrefixStore(folder(), "abc", "1.0");
  }

  private static ByteBuffer state() {
    return ByteBuffer.allocateDirect(STATE.length).put(STATE).flip();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  private Path onlyFile() throws IOException {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  private static boolean restores(PrefixStore store, Prompt prompt) {
    return store.restore(prompt, state -> true);
  }

  @Test
  void restore_saved_givesTheState() {
    store().save(prompt(1), PrefixStoreTest::state);
    List<Byte> taken = new ArrayList<>();
    boolean restored = store().restore(prompt(1), state -> {
      assertThat(state.isDirect()).isTrue();
      while (state.hasRemaining()) {
        taken.add(state.get());
      }
      return true;
    });
    assertThat(restored).isTrue();
    assertThat(taken).containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
  }

  @Test
  void save_done_leavesNoPartBehind() throws IOException {
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(onlyFile().toString()).endsWith(".state");
  }

  @Test
  void restore_nothingSaved_isFalse() {
    assertThat(restores(store(), prompt(1))).isFalse();
  }

  @Test
  void restore_otherTokens_isFalse() {
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(restores(store(), prompt(2))).isFalse();
  }

  @Test
  void restore_otherModel_isFalse() {
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(restores(new PrefixStore(folder(), "abd", "1.0"), prompt(1))).isFalse();
  }

  @Test
  void restore_damagedFile_deletesIt() throws IOException {
    store().save(prompt(1), PrefixStoreTest::state);
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[bytes.length - 1] ^= 1;
    Files.write(onlyFile(), bytes);
    assertThat(restores(store(), prompt(1))).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void restore_emptyFile_deletesIt() throws IOException {
    store().save(prompt(1), PrefixStoreTest::state);
    Files.write(onlyFile(), new byte[0]);
    assertThat(restores(store(), prompt(1))).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void restore_refusedByTheContext_deletesIt() throws IOException {
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(store().restore(prompt(1), state -> false)).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void save_thereAlready_asksForNoState() {
    store().save(prompt(1), PrefixStoreTest::state);
    AtomicInteger asked = new AtomicInteger();
    store().save(prompt(1), () -> {
      asked.incrementAndGet();
      return state();
    });
    assertThat(asked).hasValue(0);
  }

  @Test
  void save_shortPrefix_isNotKept() {
    Prompt shorter = new Prompt(new int[PrefixStore.MIN_TOKENS], PrefixStore.MIN_TOKENS - 1);
    store().save(shorter, PrefixStoreTest::state);
    assertThat(folder()).doesNotExist();
    assertThat(restores(store(), shorter)).isFalse();
  }

  @Test
  void save_full_dropsTheLongestUnused() throws IOException {
    for (int i = 0; i < PrefixStore.MAX_FILES; i++) {
      store().save(prompt(i), PrefixStoreTest::state);
      age(i);
    }
    assertThat(restores(store(), prompt(0))).isTrue();
    store().save(prompt(PrefixStore.MAX_FILES), PrefixStoreTest::state);
    assertThat(files()).hasSize(PrefixStore.MAX_FILES);
    assertThat(restores(store(), prompt(0))).as("used just now").isTrue();
    assertThat(restores(store(), prompt(1))).as("longest unused").isFalse();
    assertThat(restores(store(), prompt(2))).as("next").isTrue();
  }

  @Test
  void save_partsOfOthers_dropsThoseOfTheDead() throws IOException {
    Files.createDirectories(folder());
    Path dead = Files.createFile(folder().resolve("prefix1.part"));
    Files.setLastModifiedTime(dead, FileTime.from(LONG_AGO));
    Path alive = Files.createFile(folder().resolve("prefix2.part"));
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  /// Makes the file of a prompt as old as its number says.
  private void age(int first) throws IOException {
    Path file = folder().resolve(new PrefixFormat("abc", "1.0").key(prompt(first)) + ".state");
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(first)));
  }

  @Test
  void save_folderIsAFile_isOnlyNotKept() throws IOException {
    Files.writeString(folder(), "in the way");
    store().save(prompt(1), PrefixStoreTest::state);
    assertThat(restores(store(), prompt(1))).isFalse();
    assertThat(folder()).hasContent("in the way");
  }
}
