package dev.catena.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catena.journal.Hash;
import java.util.List;

/// Makes the key by which a receiver recognises a call that it has seen.
final class IdempotencyKey {
  private static final Codec<List<String>> PARTS = Codecs.json(new TypeReference<>() {});

  private IdempotencyKey() {}

  /// The same for every attempt of the call. A business key stands alone: neither the run, nor the place in it, nor the other
  /// arguments make it another call.
  static String of(RunId root, Scope scope, Call<?, ?> call, String canonicalInput) {
    String operation = call.operation().name();
    List<String> parts = switch (call.identity()) {
      case Call.Identity.InRun(String occurrence) ->
          List.of("run", root.value(), scope.path(), operation, canonicalInput, occurrence);
      case Call.Identity.Business(String key) -> List.of("business", operation, key);
    };
    return Hash.sha256(PARTS.encode(parts));
  }
}
