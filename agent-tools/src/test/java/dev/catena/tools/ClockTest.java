package dev.catena.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.run.Effect;
import dev.catena.tool.CheckedCall;
import dev.catena.tool.ToolResult;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {
  private final Clock clock = new Clock(InstantSource.fixed(Instant.parse("2026-11-24T23:15:09.5Z")), ZoneId.of("Europe/Berlin"));

  @Test
  void currentTime_noZone_isTheClocksOwn() {
    assertThat(clock.currentTime(Optional.empty()).text()).isEqualTo("Wednesday, 2026-11-25 00:15:09 +01:00 (Europe/Berlin)");
    assertThat(clock.currentTime(Optional.of(" ")).text()).isEqualTo("Wednesday, 2026-11-25 00:15:09 +01:00 (Europe/Berlin)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Asia/Shanghai|Wednesday, 2026-11-25 07:15:09 +08:00 (Asia/Shanghai)", "America/New_York|Tuesday, 2026-11-24 18:15:09 -05:00 (America/New_York)",
        "UTC|Tuesday, 2026-11-24 23:15:09 +00:00 (UTC)", "+05:30|Wednesday, 2026-11-25 04:45:09 +05:30 (+05:30)",
      })
  void currentTime_zone_isConverted(String zone, String expected) {
    assertThat(clock.currentTime(Optional.of(zone)).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shanghai", "Mars/Olympus", "北京", "../../etc/passwd"})
  void currentTime_unknownZone_namesExamples(String zone) {
    assertThat(clock.currentTime(Optional.of(zone)))
        .isInstanceOfSatisfying(
            ToolResult.Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("unknown-zone");
              assertThat(failure.text()).contains("'" + zone + "'").contains("Europe/Berlin");
            });
  }

  @Test
  void toolbox_offersItAsCurrentTimeWithoutEffect() {
    Toolbox toolbox = Toolbox.of(clock);

    CheckedCall call = toolbox.check(ToolExecutionRequest.builder().name("current_time").arguments("").build());

    assertThat(call)
        .isInstanceOfSatisfying(
            CheckedCall.Ready.class,
            ready -> {
              assertThat(ready.arguments()).isEqualTo("{}");
              assertThat(ready.tool().effect()).isEqualTo(Effect.NONE);
            });
  }
}
