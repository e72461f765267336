package dev.catena.agent;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;

/// A decision as it is recorded; the engine records when.
///
/// @param value as [Decision#value], new arguments in canonical form
/// @param hash of what was decided about: with new arguments, of those
record RecordedDecision(Decision.Kind kind, String value, String who, String hash) {
  static final Codec<RecordedDecision> CODEC = Codecs.json(RecordedDecision.class);
}
