package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
  @TempDir
  private Path folder;

  private Path file = Path.of("");
  private Stamp stamp = new Stamp("", new FileId(0, 0, ""), "");

  @BeforeEach
  void stampAFile() throws IOException {
    file = Files.write(folder.resolve("file"), Bytes.some(100));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    stamp = Stamp.hash(file, "a name with blanks", Meter.begin(Progress.none(), "", 0, 100));
  }

  @Test
  void fits_sameFile_isTrue() throws IOException {
    assertThat(stamp.fits(file)).isTrue();
  }

  @Test
  void fits_otherSize_isFalse() throws IOException {
    Files.write(file, Bytes.some(101));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

    assertThat(stamp.fits(file)).isFalse();
  }

  @Test
  void fits_otherTime_isFalse() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_001));

    assertThat(stamp.fits(file)).isFalse();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void fits_otherFileOfTheSameSizeAndTime_isFalse() throws IOException {
    var other = Files.write(folder.resolve("other"), Bytes.some(100));
    Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(stamp.fits(file)).isFalse();
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    Stamp.write(Stamp.beside(file), List.of(stamp));

    assertThat(Stamp.read(Stamp.beside(file))).contains(stamp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "0 1 2 3 4", "zz 1 2 3"})
  void read_damagedStamp_isEmpty(String text) throws IOException {
    Files.writeString(Stamp.beside(file), text);

    assertThat(Stamp.read(Stamp.beside(file))).isEmpty();
  }
}
