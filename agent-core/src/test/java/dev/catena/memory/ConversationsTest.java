package dev.catena.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.journal.MemoryStore;
import dev.catena.run.Cancellation;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private final ConversationId id = new ConversationId("c");
  private final MemoryStore store = new MemoryStore();
  private final Conversations conversations = new Conversations(store);

  @Test
  void last_nothingAppended_isEmpty() {
    assertThat(conversations.last(id, Window.DEFAULT).turns()).isEmpty();
  }

  @Test
  void append_sameTurnTwice_isThereOnce() {
    conversations.append(id, turn("1"));
    conversations.append(id, turn("1"));
    assertThat(conversations.last(id, Window.DEFAULT).turns()).containsExactly(turn("1"));
  }

  @Test
  void last_window_givesTheNewestTurns() {
    List.of("1", "2", "3").forEach(number -> conversations.append(id, turn(number)));
    assertThat(conversations.last(id, Window.ofTurns(2)).turns()).containsExactly(turn("2"), turn("3"));
    assertThat(conversations.last(id, Window.ofTurns(0)).turns()).isEmpty();
  }

  @Test
  void append_providerAttributes_areKept() {
    var answer = AiMessage.builder().text("Hi").thinking("hm").attributes(Map.of("signature", "abc")).build();
    Turn turn = new Turn("1", List.of(UserMessage.from("Hello"), answer));
    conversations.append(id, turn);
    assertThat(conversations.last(id, Window.DEFAULT).turns()).containsExactly(turn);
  }

  @Test
  void append_manyThreads_losesNothing() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        Turn turn = turn("t" + i);
        threads.execute(() -> conversations.append(id, turn));
      }
    }
    assertThat(conversations.last(id, Window.ofTurns(100)).turns()).hasSize(50);
  }

  @Test
  void last_somebodyElseAppendedMeanwhile_isSeen() {
    conversations.append(id, turn("1"));
    conversations.last(id, Window.DEFAULT);
    new Conversations(store).append(id, turn("2"));

    assertThat(conversations.last(id, Window.DEFAULT).turns()).containsExactly(turn("1"), turn("2"));
  }

  @Test
  void last_aLongerWindowThanBefore_goesFurtherBack() {
    List.of("1", "2", "3").forEach(number -> conversations.append(id, turn(number)));
    conversations.last(id, Window.ofTurns(1));

    assertThat(conversations.last(id, Window.ofTurns(2)).turns()).containsExactly(turn("2"), turn("3"));
  }

  @Test
  void last_deletedAndBegunAgain_showsNothingOld() {
    conversations.append(id, turn("1"));
    conversations.append(id, turn("2"));
    conversations.last(id, Window.DEFAULT);
    store.delete("conversation/c");
    List.of("3", "4", "5").forEach(number -> new Conversations(store).append(id, turn(number)));

    assertThat(conversations.last(id, Window.DEFAULT).turns()).containsExactly(turn("3"), turn("4"), turn("5"));
  }

  @Test
  void lastAt_anEarlierSize_whatWasSeenThen() {
    List.of("1", "2", "3", "4").forEach(number -> conversations.append(id, turn(number)));

    History then = conversations.lastAt(id, 3, Window.ofTurns(2));
    assertThat(then.turns()).containsExactly(turn("2"), turn("3"));
    conversations.last(id, Window.DEFAULT); // now they are kept
    assertThat(conversations.lastAt(id, 3, Window.ofTurns(2))).isEqualTo(then);
  }

  @Test
  void enter_cancelledWhileSomebodyIsIn_leavesTheQueue() throws InterruptedException {
    var queue = new ConversationQueue();
    var cancelled = new Cancellation();
    cancelled.cancel("no");
    var first = queue.enter(id, new Cancellation()).orElseThrow();
    assertThat(queue.enter(id, cancelled)).isEmpty();
    first.close();
    assertThat(queue.enter(id, new Cancellation())).isPresent();
  }

  private static Turn turn(String id) {
    return new Turn(id, List.of(UserMessage.from("q" + id), AiMessage.from("a" + id)));
  }
}
