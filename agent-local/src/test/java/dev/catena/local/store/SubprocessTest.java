package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class SubprocessTest {
  @TempDir
  private Path folder;

  private Commands.Result shell(String script) throws IOException, InterruptedException {
    return new Subprocess().run(List.of("sh", "-c", script), folder);
  }

  @Test
  void run_program_tellsStatusAndBothStreams() throws Exception {
    assertThat(shell("echo one; echo two >&2; exit 3")).isEqualTo(new Commands.Result(3, "one\ntwo"));
  }

  @Test
  void run_noSuchProgram_isNotFound() throws Exception {
    assertThat(new Subprocess().run(List.of("no-such-program-anywhere"), folder).status()).isEqualTo(Commands.NOT_FOUND);
  }

  @Test
  void run_argumentForAShell_isNotReadByOne() throws Exception {
    assertThat(new Subprocess().run(List.of("echo", "a; $HOME *"), folder).output()).isEqualTo("a; $HOME *");
  }

  @Test
  void run_longOutput_keepsItsEnd() throws Exception {
    var output = shell("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done").output();

    assertThat(output).hasSizeLessThanOrEqualTo(4096).endsWith("line 1999");
  }

  @Test
  void run_secretsInTheOutput_areTakenOut() throws Exception {
    assertThat(shell("echo Looking in https://me:geheim@example.org/simple").output()).isEqualTo("Looking in https://***@example.org/simple");
  }

  @Test
  void run_programThatReads_findsNothingToRead() throws Exception {
    assertThat(shell("cat").ok()).isTrue();
  }

  @Test
  void run_done_leavesNoFile() throws Exception {
    shell("echo one");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_interrupted_killsTheProgramAndItsChildren() throws Exception {
    var pids = folder.resolve("pids");
    var thread = Thread.ofPlatform().start(() -> assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> shell("sleep 600 & echo $! $$ > pids.tmp; mv pids.tmp pids; wait")));
    Awaitility.await().until(() -> Files.exists(pids));

    thread.interrupt();
    thread.join();

    for (var pid : Files.readString(pids).strip().split(" ", -1)) {
      Awaitility.await().until(() -> ended(Long.parseLong(pid)));
    }
  }

  /// A killed grandchild may stay as a zombie where nothing reaps it.
  private static boolean ended(long pid) {
    var info = ProcessHandle.of(pid);
    return info.isEmpty() || !info.get().isAlive() || isZombie(pid).orElse(false);
  }

  private static Optional<Boolean> isZombie(long pid) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
