package dev.catena.local.runner;

import dev.catena.local.error.ContextOverflowException;
import dev.catena.local.llama.Batch;
import dev.catena.local.llama.Context;
import dev.catena.local.llama.Vocabulary;
import dev.catena.local.sample.Probabilities;
import dev.catena.local.sample.Sampler;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The context and what it holds, token by token. Lives on the runner's thread.
final class Session {

  /// Tokens computed at once: between two chunks others look whether they are still wanted.
  static final int CHUNK_TOKENS = 128;

  private final Context context;
  private final Vocabulary vocabulary;
  private final PrefixStore prefixes;
  private final Threads threads;
  private final Batch batch;

  /// The tokens whose keys and values the context holds, from position 0.
  private final int[] held;

  private int heldCount;

  Session(Context context, Vocabulary vocabulary, PrefixStore prefixes, Threads threads) {
    this.context = context;
    this.vocabulary = vocabulary;
    this.prefixes = prefixes;
    this.threads = threads;
    this.batch = new Batch(CHUNK_TOKENS, vocabulary);
    this.held = new int[context.contextTokens()];
  }

  /// Reads the prompt and writes the answer.
  void answer(Generation generation) {
    GenerationRequest request = generation.request();
    Prompt prompt = request.prompt();
    if (prompt.size() >= context.contextTokens()) {
      throw new ContextOverflowException(prompt.size(), context.contextTokens());
    }
    context.abortWhen(generation::isCancelled);
    generation.started(reuse(prompt));
    generation.end(read(generation, prompt) ? write(generation, request) : null);
  }

  /// Keeps what the context holds of this prompt, or fetches its prefix from disk when that is more.
  ///
  /// @return tokens that need not be computed; always fewer than the prompt has, for the last one gives the logits
  private int reuse(Prompt prompt) {
    int common = commonTokens(prompt);
    if (common < prompt.prefixTokens() && prefixes.restore(prompt, context)) {
      hold(prompt, 0, prompt.prefixTokens());
      common = prompt.prefixTokens();
    }
    forgetFrom(Math.min(common, prompt.size() - 1));
    return heldCount;
  }

  private int commonTokens(Prompt prompt) {
    int limit = Math.min(heldCount, prompt.size());
    int common = 0;
    while (common < limit && held[common] == prompt.token(common)) {
      common++;
    }
    return common;
  }

  private void forgetFrom(int position) {
    if (context.removeFrom(position)) {
      heldCount = position;
    } else {
      context.removeFrom(0);
      heldCount = 0;
    }
  }

  /// Returns false when it was cancelled.
  private boolean read(Generation generation, Prompt prompt) {
    threads.forPrefill(context);
    while (heldCount < prompt.size()) {
      if (generation.isCancelled() || !readChunk(prompt)) {
        return false;
      }
      if (heldCount == prompt.prefixTokens()) {
        prefixes.save(prompt, context);
      }
    }
    return true;
  }

  /// A chunk ends where the prefix ends, so that its state can be saved there.
  private boolean readChunk(Prompt prompt) {
    int start = heldCount;
    int border = start < prompt.prefixTokens() ? prompt.prefixTokens() : prompt.size();
    int end = Math.min(start + CHUNK_TOKENS, border);
    batch.clear();
    for (int position = start; position < end; position++) {
      batch.add(prompt.token(position), position, position == prompt.size() - 1);
    }
    return compute(start, () -> hold(prompt, start, end));
  }

  /// Returns null when it was cancelled.
  private @Nullable Ending write(Generation generation, GenerationRequest request) {
    generation.weighed(Probabilities.of(context.logits(), request.weighed()));
    Sampler sampler = new Sampler(request.sampling());
    BitSet banned = request.bannedFirst();
    int token = banned.isEmpty() ? sampler.next(context.logits()) : sampler.next(context.logits(), banned);
    for (int count = 1; !vocabulary.isEnd(token); count++) {
      generation.put(token);
      if (count == request.maxTokens() || heldCount == held.length) {
        return Ending.LENGTH;
      }
      if (generation.isCancelled() || !writeOne(token)) {
        return null;
      }
      token = sampler.next(context.logits());
    }
    return Ending.TURN;
  }

  private boolean writeOne(int token) {
    int position = heldCount;
    batch.clear();
    batch.add(token, position, true);
    return compute(position, () -> held[heldCount++] = token);
  }

  /// Computes the batch; whatever stops that, the context then holds nothing of it.
  private boolean compute(int start, Runnable done) {
    boolean computed = false;
    try {
      computed = context.decode(batch);
    } finally {
      if (computed) {
        done.run();
      } else {
        forgetFrom(start);
      }
    }
    return computed;
  }

  private void hold(Prompt prompt, int start, int end) {
    for (int position = start; position < end; position++) {
      held[position] = prompt.token(position);
    }
    heldCount = end;
  }
}
