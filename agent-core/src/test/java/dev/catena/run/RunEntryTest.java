package dev.catena.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RunEntryTest {
  static final List<RunEntry> HEADS = List.of(
      new RunEntry.Started("op", "definition", "hash"),
      new RunEntry.Forked("shop/1", "round-1/model"),
      new RunEntry.Intent("", "k", "op", Effect.ONCE, 1, "hash", "key"),
      new RunEntry.Succeeded("a/b", "k", "op", 2, "hash"),
      new RunEntry.Failed("", "k", "op", 1, "hash", "code", "", true),
      new RunEntry.Unknown("", "k", "op", 1, "hash", "text"),
      new RunEntry.NowRead("", 1, Instant.EPOCH),
      new RunEntry.Suspended("", "k", Instant.MAX),
      new RunEntry.Decided("", "k"),
      new RunEntry.Expired("", "k"),
      new RunEntry.StandsStill(Instant.EPOCH),
      new RunEntry.CancelAsked("because"),
      new RunEntry.Cancelled(""),
      new RunEntry.Ended(false, "code", "text"),
      new RunEntry.Ended(true, "", ""),
      new RunEntry.Retried(List.of(new History.Place("", "k"))));

  @ParameterizedTest
  @FieldSource("HEADS")
  void read_whatWasWritten_theSame(RunEntry head) {
    var line = RunEntry.read(RunEntry.write(head, "body", Instant.EPOCH)).orElseThrow();

    assertThat(line).isEqualTo(new RunEntry.Line(head, "body", Instant.EPOCH));
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void heads_everyType_isTried(Class<?> type) {
    assertThat(HEADS).hasAtLeastOneElementOfType(type);
  }

  static final List<Class<?>> TYPES = Stream.of(RunEntry.class.getDeclaredClasses())
      .filter(type -> type.isRecord() && RunEntry.class.isAssignableFrom(type))
      .<Class<?>>map(type -> type)
      .toList();
}
