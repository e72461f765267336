package dev.catena.agent;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/// How many input tokens a provider's cache saved.
///
/// LangChain4j has no common type for it: each provider has its own subclass of [TokenUsage], and this module depends on
/// none of them. So two public accessors are looked up by name: `cachedInputTokens()`, which Catena's own models have, and
/// OpenAI's `inputTokensDetails().cachedTokens()`. Anything else counts as zero.
final class CachedTokens {
  private CachedTokens() {}

  static int of(TokenUsage usage) {
    if (usage.getClass() == TokenUsage.class) {
      return 0;
    }
    Object own = read(usage, "cachedInputTokens");
    Object details = own == null ? read(usage, "inputTokensDetails") : null;
    Object tokens = details == null ? own : read(details, "cachedTokens");
    return tokens instanceof Integer count ? Math.max(0, count) : 0;
  }

  private static @Nullable Object read(Object target, String accessor) {
    try {
      return target.getClass().getMethod(accessor).invoke(target);
    } catch (ReflectiveOperationException noSuchAccessor) {
      return null;
    }
  }
}
