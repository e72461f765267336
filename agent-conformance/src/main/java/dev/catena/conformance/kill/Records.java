package dev.catena.conformance.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.catena.journal.Entry;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the runs of a store have recorded, read by other code than the engine's.
///
/// @param intents the steps with an effect that were begun
/// @param replies how many replies of models are recorded
record Records(List<Intent> intents, int replies) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RUN = "run/";
  private static final int MOST = 1_000;

  /// A step that was begun.
  ///
  /// @param step where, as «run step»
  /// @param effect what was declared
  /// @param key the idempotency key
  /// @param ended whether its end is recorded, whatever it was
  record Intent(String step, Effect effect, String key, boolean ended) {
    Intent end() {
      return new Intent(step, effect, key, true);
    }

    /// Its process died between the intent and the end, and it must not be made again.
    boolean interruptedOnce() {
      return effect == Effect.ONCE && !ended;
    }
  }

  static Records of(Store store) {
    Map<String, Intent> intents = new LinkedHashMap<>();
    int replies = 0;
    for (String stream : store.streams(RUN, Store.Order.OLDEST_FIRST, null, MOST)) {
      for (Entry entry : own(store.read(stream, 0))) {
        JsonNode head = head(entry);
        String step = step(stream.substring(RUN.length()), head);
        switch (entry.type()) {
          case "Intent" -> intents.put(
              step, new Intent(step, Effect.valueOf(head.path("effect").asText()), head.path("idempotencyKey").asText(), false));
          case "Succeeded", "Failed", "Unknown" -> {
            intents.computeIfPresent(step, (same, intent) -> intent.end());
            replies += head.path("operation").asText().endsWith("/model") ? 1 : 0;
          }
          default -> {}
        }
      }
    }
    return new Records(List.copyOf(intents.values()), replies);
  }

  /// Without what a fork took over, which is older than the fork.
  private static List<Entry> own(List<Entry> entries) {
    Instant begun = entries.stream().filter(entry -> entry.type().equals("Forked")).map(Entry::at).findFirst().orElse(Instant.MIN);
    return entries.stream().filter(entry -> !entry.at().isBefore(begun)).toList();
  }

  /// The step that was begun in this place.
  Optional<Intent> intent(String step) {
    return intents.stream().filter(intent -> intent.step().equals(step)).findFirst();
  }

  List<Intent> interruptedOnce() {
    return new ArrayList<>(intents.stream().filter(Intent::interruptedOnce).toList());
  }

  private static String step(String run, JsonNode head) {
    String scope = head.path("scope").asText();
    return run + " " + (scope.isEmpty() ? "" : scope + "/") + head.path("key").asText();
  }

  private static JsonNode head(Entry entry) {
    try {
      return JSON.readTree(entry.head());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the head of an entry is no JSON: " + entry, e);
    }
  }
}
