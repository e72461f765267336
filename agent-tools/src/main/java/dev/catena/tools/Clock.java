package dev.catena.tools;

import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolResult;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Tells weekday, date and time. Safe for use by many threads.
public final class Clock {
  /// The code of a time zone that does not exist.
  public static final String UNKNOWN_ZONE = "unknown-zone";

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEEE, uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);

  private final InstantSource source;
  private final ZoneId home;

  /// The system's clock, in the system's zone.
  public Clock() {
    this(InstantSource.system(), ZoneId.systemDefault());
  }

  /// A clock of the given time.
  ///
  /// @param source tells the time
  /// @param home the zone where none is asked for
  public Clock(InstantSource source, ZoneId home) {
    this.source = Objects.requireNonNull(source, "source");
    this.home = Objects.requireNonNull(home, "home");
  }

  /// Weekday, date, time and zone, such as `Tuesday, 2026-11-24 10:15:00 +01:00 (Europe/Berlin)`.
  ///
  /// @param zone an IANA name such as `Asia/Shanghai`, or an offset such as `+08:00`; blank or empty for the clock's own
  /// @return the time, or a failure that says how zones are named
  @Tool(name = "current_time", value = "Tells weekday, date and time")
  @SideEffect(Effect.NONE)
  public ToolResult currentTime(@P("IANA time zone, such as Asia/Shanghai") Optional<String> zone) {
    String name = zone.map(String::strip).orElse("");
    try {
      ZoneId there = name.isEmpty() ? home : ZoneId.of(name);
      var now = source.instant().atZone(there);
      String offset = now.getOffset().getTotalSeconds() == 0 ? "+00:00" : now.getOffset().getId();
      return new ToolResult.Success("%s %s (%s)".formatted(FORMAT.format(now), offset, there.getId()));
    } catch (DateTimeException e) {
      return new ToolResult.Failure(
          UNKNOWN_ZONE, "There is no time zone '%s'. Use an IANA name such as Europe/Berlin, America/New_York or Asia/Shanghai.".formatted(name));
    }
  }
}
