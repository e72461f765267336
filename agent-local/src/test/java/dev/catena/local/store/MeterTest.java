package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeterTest {
  @Test
  void add_manyAtOnce_tellsTenTimesASecondAndAtTheEnd() {
    var told = new ArrayList<Long>();
    var clock = new AtomicLong();
    var meter = new Meter((what, done, total) -> told.add(done), "model", 5, 100, clock::get);

    for (int i = 0; i < 9; i++) {
      clock.addAndGet(30_000_000);
      meter.add(10);
    }
    meter.end();

    assertThat(told).containsExactly(5L, 45L, 85L, 95L);
  }
}
