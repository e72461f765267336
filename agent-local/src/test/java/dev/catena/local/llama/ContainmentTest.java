package dev.catena.local.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.local.error.NativeFailureException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainmentTest {

  @Test
  void onTerminate_insideAGate_tellsTheWatcherAndLosesWhatIsBehindIt() {
    Gate gate = new Gate("the thing", 1);
    CompletableFuture<String> why = new CompletableFuture<>();
    // parked for ever, as native code would leave it
    Thread.ofPlatform().daemon().start(() -> {
      Containment.watch(Thread.currentThread(), why::complete);
      gate.enter();
      Containment.onTerminate();
    });
    assertThat(why.join()).isEqualTo("uncaught C++ exception");
    assertThatThrownBy(gate::close).isInstanceOf(NativeFailureException.class);
  }
}
