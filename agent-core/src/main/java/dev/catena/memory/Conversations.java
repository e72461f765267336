package dev.catena.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.journal.ConflictException;
import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.Store;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// Conversations as streams of a store: an entry for each whole turn, append-only. Safe for use by many threads.
public final class Conversations {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TURN = "turn";
  private static final String ID = "id";

  private final Store store;
  private final InstantSource clock;

  /// The conversations of the store, on the system clock.
  public Conversations(Store store) {
    this(store, InstantSource.system());
  }

  /// The conversations of the store.
  ///
  /// @param clock stamps the entries
  public Conversations(Store store, InstantSource clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /// The last whole turns, oldest first; empty for a conversation that nobody has begun.
  public List<Turn> last(ConversationId conversation, Window window) {
    if (window.turns() == 0) {
      return List.of();
    }
    List<Entry> turns = store.read(stream(conversation), 0).stream().filter(entry -> entry.type().equals(TURN)).toList();
    int from = Math.max(0, turns.size() - window.turns());
    return turns.subList(from, turns.size()).stream().map(Conversations::turn).toList();
  }

  /// Adds the turn at the end. A turn whose id the conversation has already changes nothing.
  public void append(ConversationId conversation, Turn turn) {
    String stream = stream(conversation);
    Entry entry = entry(turn);
    List<Entry> known = store.read(stream, 0);
    while (known.stream().noneMatch(other -> isSameTurn(other, entry))) {
      try {
        store.append(stream, known.size(), List.of(entry), null);
        return;
      } catch (ConflictException somebodyWasFaster) {
        known = store.read(stream, 0);
      }
    }
  }

  private static boolean isSameTurn(Entry one, Entry other) {
    return one.type().equals(other.type()) && one.head().equals(other.head());
  }

  private Entry entry(Turn turn) {
    String head = JSON.createObjectNode().put(ID, turn.id()).toString();
    return new Entry(TURN, clock.instant(), head, ChatMessageSerializer.messagesToJson(turn.messages()));
  }

  private static Turn turn(Entry entry) {
    try {
      String id = JSON.readTree(entry.head()).path(ID).asText();
      return new Turn(id, ChatMessageDeserializer.messagesFromJson(entry.body()));
    } catch (JsonProcessingException e) {
      throw new JournalException("a turn's head is no JSON: " + entry.head(), e);
    }
  }

  private static String stream(ConversationId conversation) {
    return "conversation/" + conversation;
  }
}
