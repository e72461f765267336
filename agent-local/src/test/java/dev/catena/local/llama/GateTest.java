package dev.catena.local.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.catena.local.error.ModelClosedException;
import dev.catena.local.error.NativeFailureException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateTest {

  private final Gate gate = new Gate("the thing", 1);
  private final CountDownLatch leaving = new CountDownLatch(1);

  /// A thread that is inside until [#leaving] opens.
  private Thread someoneInside(Gate entered) {
    CompletableFuture<Thread> inside = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      entered.enter();
      inside.complete(Thread.currentThread());
      try {
        leaving.await();
        entered.leave();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    return inside.join();
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  private static void awaitWaiting(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void enter_closed_isRefusedByName() {
    assertThat(gate.close()).isTrue();
    assertThatThrownBy(gate::enter).isInstanceOf(ModelClosedException.class).hasMessage("the thing is closed");
  }

  @Test
  void close_again_saysSo() {
    assertThat(gate.close()).isTrue();
    assertThat(gate.close()).isFalse();
  }

  @Test
  void close_someoneInside_waits() throws Exception {
    someoneInside(gate);
    FutureTask<Boolean> closing = new FutureTask<>(gate::close);
    awaitWaiting(start(closing));
    assertThat(closing.isDone()).isFalse();
    leaving.countDown();
    assertThat(closing.get()).isTrue();
  }

  @Test
  void enter_whileItCloses_isRefusedAtOnce() {
    someoneInside(gate);
    awaitWaiting(start(gate::close));
    assertThatThrownBy(gate::enter).isInstanceOf(ModelClosedException.class);
    leaving.countDown();
  }

  @Test
  void enter_placeTaken_waitsForIt() throws Exception {
    someoneInside(gate);
    FutureTask<Boolean> entering = new FutureTask<>(gate::enter, true);
    awaitWaiting(start(entering));
    leaving.countDown();
    assertThat(entering.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void enter_placesLeft_doesNotWait() {
    Gate wide = new Gate("the wide thing", 2);
    someoneInside(wide);
    wide.enter();
    wide.leave();
    leaving.countDown();
    assertThat(wide.close()).isTrue();
  }

  @Test
  void close_someoneLostInside_failsInsteadOfWaiting() {
    Gate.lost(someoneInside(gate));
    assertThatThrownBy(gate::close)
        .isInstanceOf(NativeFailureException.class)
        .hasMessageStartingWith("the thing is lost and its memory is not freed");
  }

  @Test
  void close_someoneLostWhileItWaits_fails() {
    Thread inside = someoneInside(gate);
    FutureTask<Boolean> closing = new FutureTask<>(gate::close);
    awaitWaiting(start(closing));
    Gate.lost(inside);
    assertThatThrownBy(closing::get).hasCauseInstanceOf(NativeFailureException.class);
  }

  @Test
  void enter_someoneLostInside_failsInsteadOfWaiting() {
    Gate.lost(someoneInside(gate));
    assertThatThrownBy(gate::enter).isInstanceOf(NativeFailureException.class);
  }

  @Test
  void lost_insideAnotherGate_leavesThisOneAlone() {
    Gate other = new Gate("the other thing", 1);
    Thread lost = someoneInside(other);
    someoneInside(gate);
    Gate.lost(lost);
    leaving.countDown();
    assertThat(gate.close()).isTrue();
  }

  @Test
  void lost_threadOfNativeCode_isTakenForAnyone() {
    someoneInside(gate);
    Gate.lost(new Thread(() -> {}));
    assertThatThrownBy(gate::close).isInstanceOf(NativeFailureException.class);
  }

  @Test
  void lost_nobodyInside_changesNothing() {
    Gate.lost(new Thread(() -> {}));
    assertThat(gate.close()).isTrue();
  }
}
