package dev.catena.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.journal.Entry;
import dev.catena.journal.JournalException;
import dev.catena.journal.Store;
import dev.catena.journal.Tail;
import dev.catena.memory.Recent.Line;
import dev.catena.run.Note;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Conversations as streams of a store: an entry for each whole turn, append-only. Safe for use by many threads.
///
/// The ends of the conversations that were read last are kept, so that the next turn of a long one costs no more than that of a
/// short one.
public final class Conversations {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PREFIX = "conversation/";
  private static final int PAGE = 100;
  private static final String TURN = "turn";
  private static final String ID = "id";
  private static final int MAX_KEPT = 64;

  private final Store store;
  private final InstantSource clock;
  private final Map<ConversationId, Recent> kept = // guarded by itself
      new LinkedHashMap<>(MAX_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Recent> eldest) {
          return size() > MAX_KEPT;
        }
      };

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

  /// Where the conversations are.
  public Store store() {
    return store;
  }

  /// The last whole turns as they are now; none for a conversation that nobody has begun.
  public History last(ConversationId conversation, Window window) {
    Recent recent = refreshed(conversation, window.turns());
    return new History(conversation, recent.size(), window, recent.turns(recent.size(), window.turns()));
  }

  /// The last whole turns as they were when the conversation had the given number of entries.
  public History lastAt(ConversationId conversation, long size, Window window) {
    Recent recent = kept(conversation);
    if (recent == null || !recent.covers(size, window.turns())) {
      long from = Math.max(0, size - window.turns());
      List<Entry> entries = store.read(stream(conversation), from).stream().limit(size - from).toList();
      recent = new Recent(size, lines(entries));
    }
    return new History(conversation, size, window, recent.turns(size, window.turns()));
  }

  /// Adds the turn at the end. A turn whose id the conversation has already changes nothing.
  public void append(ConversationId conversation, Turn turn) {
    note(conversation, 0, turn).write(store, clock.instant());
  }

  /// The entry of a turn, to be written in one piece with something else.
  ///
  /// @param from how many entries the conversation had before the turn
  public Note note(ConversationId conversation, long from, Turn turn) {
    String head = JSON.createObjectNode().put(ID, turn.id()).toString();
    return new Note(stream(conversation), from, TURN, head, TurnText.write(turn));
  }

  /// The conversations of the store, the one that began first first.
  public List<ConversationId> all() {
    List<ConversationId> all = new ArrayList<>();
    List<String> page = store.streams(PREFIX, Store.Order.OLDEST_FIRST, null, PAGE);
    while (!page.isEmpty()) {
      page.forEach(name -> all.add(new ConversationId(name.substring(PREFIX.length()))));
      page = store.streams(PREFIX, Store.Order.OLDEST_FIRST, page.getLast(), PAGE);
    }
    return all;
  }

  /// When the conversation got its last turn, by the clock of who wrote it; empty for one that nobody has begun.
  public Optional<Instant> lastTurn(ConversationId conversation) {
    return store.last(stream(conversation), 1).entries().stream().map(Entry::at).findFirst();
  }

  /// Removes the turns of a conversation; its runs stay, in which the same words are recorded: see `dev.catena.agent.Forgetting`.
  ///
  /// @return false when there were none
  public boolean delete(ConversationId conversation) {
    synchronized (kept) {
      kept.remove(conversation);
    }
    return store.delete(stream(conversation));
  }

  private Recent refreshed(ConversationId conversation, int window) {
    Recent known = kept(conversation);
    if (known != null && known.covers(known.size(), window)) {
      List<Entry> newer = store.read(stream(conversation), known.size() - 1);
      if (!newer.isEmpty() && known.endsWith(newer.getFirst())) {
        return keep(conversation, known.plus(lines(newer.subList(1, newer.size())), window));
      }
    }
    Tail tail = store.last(stream(conversation), window);
    return keep(conversation, new Recent(tail.size(), lines(tail.entries())));
  }

  private @Nullable Recent kept(ConversationId conversation) {
    synchronized (kept) {
      return kept.get(conversation);
    }
  }

  private Recent keep(ConversationId conversation, Recent recent) {
    if (!recent.lines().isEmpty()) {
      synchronized (kept) {
        kept.put(conversation, recent);
      }
    }
    return recent;
  }

  private static List<Line> lines(List<Entry> entries) {
    return entries.stream().map(entry -> Line.of(entry, entry.type().equals(TURN) ? turn(entry) : null)).toList();
  }

  private static Turn turn(Entry entry) {
    try {
      return TurnText.read(JSON.readTree(entry.head()).path(ID).asText(), entry.body());
    } catch (JsonProcessingException e) {
      throw new JournalException("a turn's head is no JSON: " + entry.head(), e);
    }
  }

  private static String stream(ConversationId conversation) {
    return PREFIX + conversation;
  }
}
