package dev.catena.conformance;

import dev.catena.run.Attempt;
import dev.catena.run.Call;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.Effect;
import dev.catena.run.Operation;
import dev.catena.run.Run;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import dev.catena.run.StepKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A program made of steps by chance, the same for the same seed, that counts what it does to the world.
///
/// It makes steps of each effect, alone and several at a time, some of which fail; it reads the time and calls programs like
/// itself. Its result tells all that it saw, times apart.
final class RandomProgram {
  private static final Codec<Plan> PLAN = Codecs.json(Plan.class);

  private final Map<StepKey, List<String>> effects = new ConcurrentHashMap<>();
  private final Set<StepKey> once = ConcurrentHashMap.newKeySet();
  private final List<Operation<String, String>> leaves = new ArrayList<>();
  private final Operation<Plan, String> program = Operation.composite("program", PLAN, Codecs.text(), this::run);

  /// What a program is made from.
  ///
  /// @param depth how many programs may still be inside
  record Plan(long seed, int depth) {}

  RandomProgram() {
    for (Effect effect : Effect.values()) {
      leaves.add(Operation.leaf(effect.name(), effect, Codecs.text(), Codecs.text(), this::act));
    }
  }

  Operation<Plan, String> operation() {
    return program;
  }

  List<Operation<?, ?>> operations() {
    List<Operation<?, ?>> all = new ArrayList<>(leaves);
    all.add(program);
    return all;
  }

  /// The idempotency keys of all calls of each step with an effect, in order.
  Map<StepKey, List<String>> effects() {
    return effects;
  }

  /// How often each body was called that must be called at most once.
  List<Integer> timesOfOnce() {
    return effects.entrySet().stream()
        .filter(effect -> once.contains(effect.getKey()))
        .map(effect -> effect.getValue().size())
        .toList();
  }

  private String act(String input, StepContext step) {
    if (!input.startsWith(Effect.NONE.name())) {
      if (input.startsWith(Effect.ONCE.name())) {
        once.add(step.key());
      }
      effects.computeIfAbsent(step.key(), key -> new CopyOnWriteArrayList<>()).add(step.idempotencyKey());
    }
    if (input.endsWith("7")) {
      throw new StepFailedException("seven", "an unlucky number", false);
    }
    return "<" + input + ">";
  }

  private String run(Plan plan, Run run) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    StringBuilder seen = new StringBuilder();
    int steps = random.nextInt(1, 5);
    for (int i = 0; i < steps; i++) {
      StepKey key = new StepKey("step-" + i);
      switch (random.nextInt(plan.depth() > 0 ? 4 : 3)) {
        case 0 -> seen.append(run.now().getEpochSecond() > 0);
        case 1 -> several(key, random, run).forEach(attempt -> seen.append(words(attempt)));
        case 2 -> seen.append(words(run.callAll(List.of(leaf(key, random)), 1).getFirst()));
        default -> several(key, random, plan.depth() - 1, run).forEach(attempt -> seen.append(words(attempt)));
      }
    }
    return seen.toString();
  }

  private List<Attempt<String>> several(StepKey key, SplittableRandom random, Run run) {
    List<Call<String, String>> calls = new ArrayList<>();
    int size = random.nextInt(2, 5);
    for (int i = 0; i < size; i++) {
      calls.add(leaf(key.child("call-" + i), random));
    }
    return run.callAll(calls, random.nextInt(1, 4));
  }

  private List<Attempt<String>> several(StepKey key, SplittableRandom random, int depth, Run run) {
    List<Call<Plan, String>> calls = new ArrayList<>();
    int size = random.nextInt(1, 3);
    for (int i = 0; i < size; i++) {
      calls.add(Call.of(key.child("program-" + i), program, new Plan(random.nextLong(), depth)));
    }
    return run.callAll(calls, random.nextInt(1, 3));
  }

  private Call<String, String> leaf(StepKey key, SplittableRandom random) {
    Operation<String, String> operation = leaves.get(random.nextInt(leaves.size()));
    return Call.of(key, operation, operation.name() + random.nextInt(20));
  }

  private static String words(Attempt<String> attempt) {
    return switch (attempt) {
      case Attempt.Succeeded<String> s -> s.value();
      case Attempt.Failed<String> f -> "(" + f.code() + ")";
      case Attempt.Unknown<String> u -> "(unknown)";
    };
  }
}
