package dev.catena.agent;

import dev.catena.tool.CheckedCall;

/// What makes two calls the same.
///
/// @param arguments canonical JSON, secrets by what tells equal ones
record Asked(String tool, String arguments) {
  static Asked of(CheckedCall.Ready ready) {
    return new Asked(ready.tool().specification().name(), ready.identity());
  }

  /// The call with exactly its arguments, to be shown to those who rule about it.
  static Asked exactly(CheckedCall.Ready ready) {
    return new Asked(ready.tool().specification().name(), ready.arguments());
  }
}
