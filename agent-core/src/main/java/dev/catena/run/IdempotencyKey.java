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
    return Hash.sha256(PARTS.encode(parts(root, scope, call.operation().name(), call.identity(), canonicalInput)));
  }

  private static List<String> parts(RunId root, Scope scope, String operation, Call.Identity identity, String canonicalInput) {
    return switch (identity) {
      case Call.Identity.InRun(String occurrence) ->
          List.of("run", root.value(), scope.path(), operation, canonicalInput, occurrence);
      case Call.Identity.Business(String key) -> List.of("business", operation, key);
      case Call.Identity.SameAs(String other, Call.Identity same) -> parts(root, scope, other, same, canonicalInput);
    };
  }
}
