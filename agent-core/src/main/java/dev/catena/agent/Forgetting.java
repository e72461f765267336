package dev.catena.agent;

import dev.catena.agent.Forgotten.Kept;
import dev.catena.agent.Forgotten.Reason;
import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.memory.Conversations;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.RunHead;
import dev.catena.run.RunHead.Removal;
import dev.catena.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Removes from a store what agents have recorded: the runs with all their steps, and the conversations with all their turns. What
/// only these held is gone from the store.
///
/// Each run and each conversation goes by itself, and whatever the rest is found through goes last. So a process that dies in the
/// middle leaves nothing half removed, and the same call again removes the rest. What has been removed already is no error.
///
/// Each call reads the whole record of every run in the store: it takes time in proportion to what the store holds, and holds the
/// names of all runs in memory. For use by many threads; two calls at a time may find the runs that the other is removing
/// executed.
public final class Forgetting {
  private static final Codec<Request> REQUEST = Codecs.json(Request.class);

  private final Store store;
  private final Conversations conversations;
  private final boolean unended;

  private Forgetting(Store store, boolean unended) {
    this.store = Objects.requireNonNull(store, "store");
    this.conversations = new Conversations(store);
    this.unended = unended;
  }

  /// For the store. Runs that have not ended stay, and are reported.
  public static Forgetting of(Store store) {
    return new Forgetting(store, false);
  }

  /// The same, which also removes runs that wait for a person, or that nobody executes although they have not ended: nobody will
  /// learn any more what their calls did. A run that some process executes stays all the same; cancel it first.
  public Forgetting alsoUnended() {
    return new Forgetting(store, true);
  }

  /// Removes a conversation: its turns, and all runs that were asked for in it. When a run of it stays, so do its turns.
  public Forgotten conversation(ConversationId id) {
    Objects.requireNonNull(id, "id");
    return forget(run -> request(run).filter(request -> id.equals(request.conversation())).isPresent(), Set.of(id), request -> false);
  }

  /// Removes all runs that were [about][Request#about] the subject, and each conversation in which one of them stands, as a whole:
  /// its turns can be told apart no further, so a conversation should be about one subject. Their other runs go with them.
  ///
  /// @param subject the id that the requests named
  public Forgotten subject(String subject) {
    Objects.requireNonNull(subject, "subject");
    Set<ConversationId> theirs = new LinkedHashSet<>();
    for (RunId id : RunHead.all(store)) {
      RunHead.read(store, id).flatMap(Forgetting::request).filter(request -> subject.equals(request.subject())).map(Request::conversation).ifPresent(theirs::add);
    }
    Predicate<Request> about = request -> subject.equals(request.subject());
    return forget(
        run -> request(run).filter(about.or(request -> isIn(theirs, request))).isPresent(), theirs, about);
  }

  /// Removes the runs that have ended, and the conversations that got their last turn, before the given time. A conversation that
  /// had a turn since stays with all its turns; its old runs go.
  ///
  /// @param time by the clocks of the engines
  public Forgotten olderThan(Instant time) {
    Objects.requireNonNull(time, "time");
    Set<ConversationId> old = new LinkedHashSet<>();
    for (ConversationId id : conversations.all()) {
      conversations.lastTurn(id).filter(time::isAfter).ifPresent(last -> old.add(id));
    }
    return forget(run -> run.lastWritten().isBefore(time), old, request -> false);
  }

  private static boolean isIn(Set<ConversationId> conversations, Request request) {
    ConversationId conversation = request.conversation();
    return conversation != null && conversations.contains(conversation);
  }

  /// What was asked; empty when it was asked of something else than an agent.
  private static Optional<Request> request(RunHead head) {
    try {
      return head.input().isEmpty() ? Optional.empty() : Optional.of(REQUEST.decode(head.input()));
    } catch (IllegalArgumentException another) {
      return Optional.empty();
    }
  }

  /// @param pointing the runs through which a conversation is found: they go last, and the conversation just before the last of
  ///     its runs
  private Forgotten forget(Predicate<RunHead> which, Set<ConversationId> of, Predicate<Request> pointing) {
    List<Found> found = found(which, pointing);
    Map<ConversationId, Long> left = new HashMap<>();
    found.forEach(run -> run.conversation().ifPresent(id -> left.merge(id, 1L, Long::sum)));
    List<RunId> runs = new ArrayList<>();
    Set<ConversationId> gone = new LinkedHashSet<>();
    Set<ConversationId> needed = new HashSet<>();
    List<Kept> kept = new ArrayList<>();
    for (Found run : found) {
      Optional<ConversationId> last =
          run.conversation().filter(id -> left.merge(id, -1L, Long::sum) == 0 && of.contains(id) && !needed.contains(id));
      Removal removal = RunHead.remove(store, run.id(), unended, () -> last.filter(conversations::delete).ifPresent(gone::add));
      if (removal == Removal.GONE) {
        runs.add(run.id());
      } else {
        kept.add(new Kept(run.id(), removal == Removal.EXECUTED ? Reason.EXECUTED : Reason.NOT_ENDED));
        run.conversation().ifPresent(needed::add);
      }
    }
    of.stream().filter(id -> !needed.contains(id)).filter(conversations::delete).forEach(gone::add);
    return new Forgotten(runs, List.copyOf(gone), kept);
  }

  private List<Found> found(Predicate<RunHead> which, Predicate<Request> pointing) {
    List<Found> first = new ArrayList<>();
    List<Found> last = new ArrayList<>();
    for (RunId id : RunHead.all(store)) {
      RunHead.read(store, id).filter(which).ifPresent(head -> {
        Optional<Request> request = request(head);
        (request.filter(pointing).isPresent() ? last : first).add(new Found(id, request.map(Request::conversation)));
      });
    }
    first.addAll(last);
    return first;
  }

  /// A run to be removed.
  private record Found(RunId id, Optional<ConversationId> conversation) {}
}
