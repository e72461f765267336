package dev.catena.agent;

import java.util.regex.Pattern;

/// A provider's error in one text for people: its message, without keys, and of bounded length.
final class ModelFailure {
  private static final int MAX_LENGTH = 500;
  private static final Pattern KEY =
      Pattern.compile("(?i)(?<=bearer )\\S+|\\b(?:sk|pk|key|rk)-[\\w*-]{8,}|\\bAIza[\\w-]{8,}|(?<=api[-_ ]?key[\"']?[:=] ?[\"']?)[^\\s\"',}]+");

  private ModelFailure() {}

  static String text(String model, Throwable error) {
    String message = error.getMessage();
    String said = message == null || message.isBlank() ? error.getClass().getSimpleName() : message.strip();
    String safe = KEY.matcher(said).replaceAll("…");
    String shown = safe.length() <= MAX_LENGTH ? safe : safe.substring(0, MAX_LENGTH) + "…";
    return "model '%s' failed: %s".formatted(model, shown);
  }
}
