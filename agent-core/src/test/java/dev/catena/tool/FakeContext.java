package dev.catena.tool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A context that remembers what was shown.
final class FakeContext implements ToolContext {
  final List<String> shown = new ArrayList<>();

  @Override
  public String idempotencyKey() {
    return "key-1";
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public void progress(String text) {
    shown.add(text);
  }
}
