package dev.catena.tools;

import dev.catena.run.Effect;
import dev.catena.tool.SideEffect;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/// Tells date, weekday and time. Safe for use by many threads.
public final class Clock {
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEEE, uuuu-MM-dd HH:mm z", Locale.ENGLISH);

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

  /// Weekday, date and time.
  ///
  /// @param zone an IANA name such as `Asia/Shanghai`; blank for the clock's own
  /// @throws IllegalArgumentException if there is no such zone
  @Tool(name = "current_time", value = "Tells today's date, weekday and the time")
  @SideEffect(Effect.NONE)
  public String currentTime(@P(value = "IANA zone, e.g. Asia/Shanghai", required = false, defaultValue = "") String zone) {
    return FORMAT.format(source.instant().atZone(zone.isBlank() ? home : zone(zone)));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time zone '%s'; use an IANA name such as Europe/Berlin or Asia/Shanghai".formatted(name));
    }
  }
}
