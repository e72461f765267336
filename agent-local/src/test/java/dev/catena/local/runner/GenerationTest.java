package dev.catena.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.catena.local.error.ModelClosedException;
import dev.catena.local.error.NativeFailureException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GenerationTest {

  private static final GenerationRequest REQUEST = GenerationRequest.weigh(new Prompt(new int[] {1, 2}, 0), List.of());

  /// As if the runner had taken it out of the queue.
  private final Generation generation = new Generation(REQUEST, waiting -> false);

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  private static void awaitWaiting(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  private int[] readAll() throws InterruptedException {
    IntStream.Builder read = IntStream.builder();
    for (int token = generation.next(); token != Generation.END; token = generation.next()) {
      read.add(token);
    }
    return read.build().toArray();
  }

  @Test
  void next_writtenByAnotherThread_isAllInOrder() throws InterruptedException {
    int[] tokens = IntStream.range(0, 10_000).toArray();
    start(() -> {
      IntStream.of(tokens).forEach(generation::put);
      generation.end(Ending.TURN);
    });
    assertThat(readAll()).isEqualTo(tokens);
    assertThat(generation.ending()).isEqualTo(Ending.TURN);
  }

  @Test
  void next_afterTheEnd_staysTheEnd() throws InterruptedException {
    generation.end(Ending.LENGTH);
    assertThat(generation.next()).isEqualTo(Generation.END);
    assertThat(generation.next()).isEqualTo(Generation.END);
  }

  @Test
  void next_failureAfterTokens_givesTheTokensFirst() throws InterruptedException {
    generation.put(7);
    generation.fail(new NativeFailureException("broken"));
    assertThat(generation.next()).isEqualTo(7);
    assertThatThrownBy(generation::next).isInstanceOf(NativeFailureException.class).hasMessage("broken");
  }

  @Test
  void fail_whileItWaits_wakesTheReader() {
    FutureTask<Integer> reading = new FutureTask<>(generation::next);
    awaitWaiting(start(reading));
    generation.fail(new NativeFailureException("broken"));
    assertThatThrownBy(reading::get).hasCauseInstanceOf(NativeFailureException.class);
  }

  @Test
  void fail_anyTime_stopsTheWriter() {
    generation.fail(new NativeFailureException("broken"));
    assertThat(generation.isCancelled()).isTrue();
  }

  @Test
  void next_interrupted_throwsAndMayGoOn() throws InterruptedException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(generation::next).isInstanceOf(InterruptedException.class);
    generation.put(7);
    assertThat(generation.next()).isEqualTo(7);
  }

  @Test
  void abort_thenEnded_saysWhy() {
    generation.abort(new ModelClosedException("closed"));
    assertThat(generation.isCancelled()).isTrue();
    generation.end(null);
    assertThatThrownBy(generation::next).isInstanceOf(ModelClosedException.class);
  }

  @Test
  void abort_tooLate_isTheAnswer() throws InterruptedException {
    generation.put(7);
    generation.abort(new ModelClosedException("closed"));
    generation.end(Ending.TURN);
    assertThat(readAll()).containsExactly(7);
  }

  @Test
  void end_afterFailure_changesNothing() {
    generation.fail(new NativeFailureException("broken"));
    generation.end(Ending.TURN);
    assertThatThrownBy(generation::next).isInstanceOf(NativeFailureException.class);
  }

  @Test
  void close_stillInTheQueue_returnsAtOnce() {
    Generation queued = new Generation(REQUEST, waiting -> true);
    queued.close();
    assertThat(queued.isCancelled()).isTrue();
  }

  @Test
  void close_underWay_returnsOnceTheWriterHasEnded() throws Exception {
    FutureTask<Boolean> closing = new FutureTask<>(generation::close, true);
    awaitWaiting(start(closing));
    assertThat(generation.isCancelled()).isTrue();
    assertThat(closing.isDone()).isFalse();
    generation.end(null);
    assertThat(closing.get()).isTrue();
  }

  @Test
  void close_interrupted_waitsAndKeepsTheFlag() throws Exception {
    FutureTask<Boolean> closing = new FutureTask<>(() -> {
      generation.close();
      return Thread.currentThread().isInterrupted();
    });
    Thread thread = start(closing);
    awaitWaiting(thread);
    thread.interrupt();
    await().until(() -> thread.getState() == Thread.State.WAITING && !thread.isInterrupted());
    generation.end(null);
    assertThat(closing.get()).isTrue();
  }
}
