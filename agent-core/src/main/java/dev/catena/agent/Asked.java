package dev.catena.agent;

import dev.catena.tool.CheckedCall;

/// What makes two calls the same.
///
/// @param arguments canonical JSON
record Asked(String tool, String arguments) {
  static Asked of(CheckedCall.Ready ready) {
    return new Asked(ready.tool().specification().name(), ready.arguments());
  }
}
