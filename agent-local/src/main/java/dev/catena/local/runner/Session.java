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
  private final HeldTokens held;

  Session(Context context, Vocabulary vocabulary, PrefixStore prefixes, Threads threads) {
    this.context = context;
    this.vocabulary = vocabulary;
    this.prefixes = prefixes;
    this.threads = threads;
    this.batch = new Batch(CHUNK_TOKENS, vocabulary);
    this.held = new HeldTokens(context.contextTokens(), context::removeFrom, context::restore, context::size);
  }

  /// Reads the prompt and writes the answer.
  void answer(Generation generation) {
    GenerationRequest request = generation.request();
    Prompt prompt = request.prompt();
    if (prompt.size() >= context.contextTokens()) {
      throw new ContextOverflowException(prompt.size(), context.contextTokens());
    }
    context.abortWhen(generation::isCancelled);
    generation.started(held.reuse(prompt, prefixes));
    generation.end(read(generation, prompt) ? write(generation, request) : null);
  }

  /// Returns false when it was cancelled.
  private boolean read(Generation generation, Prompt prompt) {
    threads.forPrefill(context);
    while (held.count() < prompt.size()) {
      if (generation.isCancelled() || !readChunk(prompt)) {
        return false;
      }
      if (held.count() == prompt.prefixTokens()) {
        prefixes.save(prompt, context::save);
      }
    }
    return true;
  }

  /// A chunk ends where the prefix ends, so that its state can be saved there.
  private boolean readChunk(Prompt prompt) {
    int start = held.count();
    int border = start < prompt.prefixTokens() ? prompt.prefixTokens() : prompt.size();
    int end = Math.min(start + CHUNK_TOKENS, border);
    batch.clear();
    for (int position = start; position < end; position++) {
      batch.add(prompt.token(position), position, position == prompt.size() - 1);
    }
    return compute(start, () -> held.add(prompt, end));
  }

  /// Returns null when it was cancelled.
  private @Nullable Ending write(Generation generation, GenerationRequest request) {
    generation.weighed(Probabilities.of(context.logits(), request.weighed()));
    Sampler sampler = new Sampler(request.sampling());
    BitSet banned = request.bannedFirst();
    int token = banned.isEmpty() ? sampler.next(context.logits()) : sampler.next(context.logits(), banned);
    for (int count = 1; !vocabulary.isEnd(token); count++) {
      generation.put(token);
      if (count == request.maxTokens() || held.isFull()) {
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
    int position = held.count();
    batch.clear();
    batch.add(token, position, true);
    return compute(position, () -> held.add(token));
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
        held.forgetFrom(start);
      }
    }
    return computed;
  }
}
