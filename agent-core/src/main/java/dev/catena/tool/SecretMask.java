package dev.catena.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catena.run.StandstillException;
import dev.catena.run.StepFailedException;
import dev.catena.run.UnknownResultException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/// Takes the secrets of one call out of what its tool says. A value of less than [#SHORTEST] characters stays, since it may stand
/// in any text.
final class SecretMask {
  static final int SHORTEST = 4;
  private static final String MASK = "***";
  private static final int MAX_DEPTH = 50; // causes may form a ring

  private final List<String> texts;

  private SecretMask(List<String> texts) {
    this.texts = texts;
  }

  /// For these values and all that is in them.
  static SecretMask of(Collection<JsonNode> secrets) {
    Set<String> texts = new LinkedHashSet<>();
    secrets.forEach(secret -> collect(secret, texts));
    return new SecretMask(texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  private static void collect(JsonNode node, Set<String> texts) {
    if (node.isContainerNode()) {
      node.forEach(child -> collect(child, texts));
    } else if (node.asText().length() >= SHORTEST && !node.isBoolean() && !node.isNull()) {
      String json = Json.canonical(node);
      texts.add(node.asText());
      texts.add(node.isTextual() ? json.substring(1, json.length() - 1) : json);
    }
  }

  String in(String text) {
    String masked = text;
    for (String secret : texts) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  ToolResult in(ToolResult result) {
    return switch (result) {
      case ToolResult.Success(String text) -> new ToolResult.Success(in(text));
      case ToolResult.Failure(String code, String text) -> new ToolResult.Failure(in(code), in(text));
    };
  }

  /// The exception, or one of the same meaning without its causes when one of them tells a secret.
  RuntimeException in(RuntimeException thrown) {
    boolean tells = Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause)
        .limit(MAX_DEPTH)
        .anyMatch(cause -> !in(cause.toString()).equals(cause.toString()));
    if (!tells || thrown instanceof StandstillException) {
      return thrown;
    }
    String text = in(String.valueOf(thrown.getMessage()));
    RuntimeException masked =
        switch (thrown) {
          case StepFailedException e -> new StepFailedException(e.code(), text, e.retryable());
          case CancellationException _ -> new CancellationException(text);
          default -> UnknownResultException.leavesDoubt(thrown)
              ? new UnknownResultException(text)
              : new IllegalStateException("%s: %s".formatted(thrown.getClass().getSimpleName(), text));
        };
    masked.setStackTrace(thrown.getStackTrace());
    return masked;
  }
}
