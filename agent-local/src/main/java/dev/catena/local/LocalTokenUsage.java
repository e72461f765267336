package dev.catena.local;

import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Token counts of a local answer, with those of the prompt that were not computed again.
public final class LocalTokenUsage extends TokenUsage {

  private final Integer cachedInputTokens;

  /// Creates the counts.
  ///
  /// @param inputTokens tokens of the prompt, cached ones included
  /// @param outputTokens tokens of the answer, with those of a discarded first attempt
  /// @param cachedInputTokens tokens of the prompt whose state was kept
  public LocalTokenUsage(Integer inputTokens, Integer outputTokens, Integer cachedInputTokens) {
    super(inputTokens, outputTokens);
    this.cachedInputTokens = cachedInputTokens;
  }

  /// Tokens of the prompt whose state was kept from an earlier request, in memory or on disk.
  public Integer cachedInputTokens() {
    return cachedInputTokens;
  }

  /// Adds other counts. The ones this class extends hand the sum over to a subclass, so it is not left to them.
  @Override
  public TokenUsage add(@Nullable TokenUsage that) {
    if (that == null) {
      return this;
    }
    int cached = that instanceof LocalTokenUsage local ? local.cachedInputTokens : 0;
    return new LocalTokenUsage(
        sum(inputTokenCount(), that.inputTokenCount()),
        sum(outputTokenCount(), that.outputTokenCount()),
        cachedInputTokens + cached);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LocalTokenUsage that
        && super.equals(that)
        && cachedInputTokens.equals(that.cachedInputTokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), cachedInputTokens);
  }

  @Override
  public String toString() {
    return "LocalTokenUsage[input=%s, cached=%s, output=%s]"
        .formatted(inputTokenCount(), cachedInputTokens, outputTokenCount());
  }
}
