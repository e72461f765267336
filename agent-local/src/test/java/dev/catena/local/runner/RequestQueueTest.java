package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestQueueTest {

  private final RequestQueue queue = new RequestQueue(2);
  private final Generation one = generation();
  private final Generation two = generation();
  private final Generation three = generation();

  private Generation generation() {
    return new Generation(GenerationRequest.weigh(new Prompt(new int[] {1}, 0), List.of()), queue::remove);
  }

  private static final class Waiter<T> extends FutureTask<T> {

    private final Thread thread;

    Waiter(Callable<T> work) {
      super(work);
      thread = Thread.ofPlatform().daemon().start(this);
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
  }

  @Test
  void take_several_areInOrder() throws InterruptedException {
    queue.put(one);
    queue.put(two);
    assertThat(queue.take()).isSameAs(one);
    assertThat(queue.take()).isSameAs(two);
  }

  @Test
  void take_empty_waits() throws Exception {
    Waiter<Generation> taking = new Waiter<>(() -> Objects.requireNonNull(queue.take()));
    queue.put(one);
    assertThat(taking.get()).isSameAs(one);
  }

  @Test
  void put_full_waitsForATake() throws Exception {
    queue.put(one);
    queue.put(two);
    Waiter<Boolean> putting = new Waiter<>(() -> queue.put(three));
    assertThat(queue.take()).isSameAs(one);
    assertThat(putting.get()).isTrue();
    assertThat(queue.take()).isSameAs(two);
    assertThat(queue.take()).isSameAs(three);
  }

  @Test
  void put_full_waitsForARemove() throws Exception {
    queue.put(one);
    queue.put(two);
    Waiter<Boolean> putting = new Waiter<>(() -> queue.put(three));
    assertThat(queue.remove(two)).isTrue();
    assertThat(putting.get()).isTrue();
  }

  @Test
  void put_fullAndInterrupted_leavesThePlaceToTheNext() throws Exception {
    queue.put(one);
    queue.put(two);
    Waiter<Boolean> first = new Waiter<>(() -> queue.put(three));
    Generation four = generation();
    Waiter<Boolean> second = new Waiter<>(() -> queue.put(four));
    first.thread.interrupt();
    assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
    queue.take();
    assertThat(second.get()).isTrue();
    queue.take();
    assertThat(queue.take()).isSameAs(four);
  }

  @Test
  void remove_taken_isFalse() throws InterruptedException {
    queue.put(one);
    queue.take();
    assertThat(queue.remove(one)).isFalse();
  }

  @Test
  void close_waitingRequests_areReturnedInOrder() throws InterruptedException {
    queue.put(one);
    queue.put(two);
    assertThat(queue.close()).containsExactly(one, two);
    assertThat(queue.close()).isEmpty();
    assertThat(queue.take()).isNull();
  }

  @Test
  void put_closed_isRefused() throws InterruptedException {
    queue.close();
    assertThat(queue.put(one)).isFalse();
  }

  @Test
  void close_someoneWaitsToPut_isRefused() throws Exception {
    queue.put(one);
    queue.put(two);
    Waiter<Boolean> putting = new Waiter<>(() -> queue.put(three));
    assertThat(queue.close()).containsExactly(one, two);
    assertThat(putting.get()).isFalse();
  }

  @Test
  void close_someoneWaitsToTake_getsNothing() throws Exception {
    Waiter<Boolean> taking = new Waiter<>(() -> queue.take() == null);
    queue.close();
    assertThat(taking.get()).isTrue();
  }
}
