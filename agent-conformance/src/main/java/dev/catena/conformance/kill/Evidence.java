package dev.catena.conformance.kill;

import dev.catena.conformance.kill.Act.Operation;
import dev.catena.run.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a scenario left behind: what its client got and what reached the world.
record Evidence(Transcript transcript, List<Act> acts) {
  Evidence {
    acts = List.copyOf(acts);
  }

  /// What the survivors of a kill did wrong, compared with this, which nobody disturbed.
  ///
  /// @param kept what was recorded when the process died
  /// @param before the calls that had reached the world by then
  /// @param survived what there was in the end
  List<String> faults(Records kept, List<Act> before, Evidence survived) {
    List<String> faults = new ArrayList<>();
    duplicated(faults, survived);
    lost(faults, survived);
    forgotten(faults, kept, survived, survived.acts.subList(before.size(), survived.acts.size()));
    unflagged(faults, kept, survived);
    faults.addAll(survived.transcript.differences(transcript));
    return faults;
  }

  /// Every operation keeps its key, and what may happen once has happened once.
  private void duplicated(List<String> faults, Evidence survived) {
    Map<Operation, Set<String>> expected = keys();
    survived.keys().forEach((operation, keys) -> {
      if (!keys.equals(expected.get(operation))) {
        faults.add("duplicated: the keys of %s are %s and not %s".formatted(operation, keys, expected.get(operation)));
      }
    });
    survived.counts(survived.acts).forEach((operation, count) -> {
      if (operation.effect() == Effect.ONCE && count > 1) {
        faults.add("duplicated: %s was called %d times".formatted(operation, count));
      }
    });
  }

  /// What happened undisturbed has happened.
  private void lost(List<String> faults, Evidence survived) {
    Set<Operation> missing = new LinkedHashSet<>(keys().keySet());
    missing.removeAll(survived.keys().keySet());
    missing.forEach(operation -> faults.add("lost: %s never happened".formatted(operation)));
  }

  /// A result that was recorded is not asked for again.
  private void forgotten(List<String> faults, Records kept, Evidence survived, List<Act> after) {
    Map<Operation, Integer> expected = counts(acts);
    Map<String, Long> ended = kept.intents().stream()
        .filter(Records.Intent::ended)
        .collect(Collectors.groupingBy(Records.Intent::key, Collectors.counting()));
    Map<Operation, Integer> again = counts(after);
    after.stream().filter(act -> act.effect() == Effect.KEYED).distinct().forEach(act -> {
      int left = expected.getOrDefault(act.operation(), 0) - ended.getOrDefault(act.key(), 0L).intValue();
      int made = again.getOrDefault(act.operation(), 0);
      if (made > left) {
        faults.add("lost result: %s was called %d times again, and %d were left".formatted(act.operation(), made, left));
      }
    });
    long replies = after.stream().filter(Evidence::isReply).count();
    long left = acts.stream().filter(Evidence::isReply).count() - kept.replies() + survived.transcript.asked().size();
    if (replies > left) {
      faults.add("lost result: the model was asked %d times again, and %d were left".formatted(replies, left));
    }
  }

  /// A person is asked about every interrupted call that must not be repeated, and about nothing else.
  private void unflagged(List<String> faults, Records kept, Evidence survived) {
    Set<String> interrupted = kept.interruptedOnce().stream().map(Records.Intent::step).collect(Collectors.toSet());
    Set<String> silent = new LinkedHashSet<>(interrupted);
    silent.removeAll(survived.transcript.asked());
    silent.forEach(step -> faults.add("not flagged: nobody was asked about '%s'".formatted(step)));
    Set<String> needless = new LinkedHashSet<>(survived.transcript.asked());
    needless.removeAll(interrupted);
    needless.removeIf(step -> transcript.asked().contains(call(step)));
    needless.forEach(step -> faults.add("flagged for nothing: '%s'".formatted(step)));
  }

  /// The call of a step: it is made again, as another step, when a person says that it did not happen.
  private static String call(String step) {
    return step.replaceFirst("/again-\\d+$", "");
  }

  private static boolean isReply(Act act) {
    return act.what().equals(Lines.MODEL);
  }

  /// The keys of each operation with an effect.
  private Map<Operation, Set<String>> keys() {
    return acts.stream()
        .filter(act -> act.effect() != Effect.NONE)
        .collect(Collectors.groupingBy(Act::operation, Collectors.mapping(Act::key, Collectors.toSet())));
  }

  private Map<Operation, Integer> counts(List<Act> some) {
    Map<Operation, Integer> counts = new HashMap<>();
    some.forEach(act -> counts.merge(act.operation(), 1, Integer::sum));
    return counts;
  }
}
