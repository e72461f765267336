package dev.catena.agent;

import dev.catena.run.LiveEvent;

/// What the agent's own steps show while they run.
sealed interface Shown extends LiveEvent {
  String text();

  /// A piece of a reply.
  record Text(String text) implements Shown {}

  /// A piece of thinking.
  record Thinking(String text) implements Shown {}

  /// A line about a tool's work.
  record Progress(String text) implements Shown {}
}
