package dev.catena.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [RefundBot] in processes of its own.
class RefundBotIT {
  @TempDir private Path folder;

  @Test
  void refundBot_killedWhileTheBankIsAtWork_refundsOnce() throws Exception {
    Process first = start(600);
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(book()) && Files.size(book()) > 0);
    first.destroyForcibly().waitFor();
    assertThat(said(start(0))).isEqualTo("Done: Order 1123 was refunded.");
    assertThat(said(start(0))).isEqualTo("Done: Order 1123 was refunded.");
    assertThat(Files.readAllLines(book())).singleElement().asString().endsWith("refunded order 1123");
  }

  private Path book() {
    return folder.resolve("bank.txt");
  }

  private static String said(Process program) throws IOException, InterruptedException {
    String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(program.waitFor()).isZero();
    return out.lines().toList().getLast();
  }

  private Process start(int seconds) throws IOException {
    String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + folder, "-cp", classes, ScriptedRefundBot.class.getName(), folder.toString(), Integer.toString(seconds)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
