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
    forgotten(faults, kept, survived.acts.subList(before.size(), survived.acts.size()));
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
  private void forgotten(List<String> faults, Records kept, List<Act> after) {
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
    long left = acts.stream().filter(Evidence::isReply).count() - kept.replies();
    if (replies > left) {
      faults.add("lost result: the model was asked %d times again, and %d were left".formatted(replies, left));
    }
  }

  /// Every interrupted call that must not be repeated is asked about, be it the tool or a person that is asked, and nothing else.
  private void unflagged(List<String> faults, Records kept, Evidence survived) {
    List<Records.Intent> interrupted = kept.interruptedOnce();
    Set<String> asked = survived.transcript.asked();
    interrupted.stream()
        .filter(intent -> !asked.contains(intent.step()) && !survived.toolWasAsked(intent))
        .forEach(intent -> faults.add("not flagged: nobody was asked about '%s'".formatted(intent.step())));
    asked.stream()
        .filter(step -> !transcript.asked().contains(step) && interrupted.stream().noneMatch(intent -> isOf(step, intent)))
        .forEach(step -> faults.add("flagged for nothing: '%s'".formatted(step)));
  }

  private boolean toolWasAsked(Records.Intent intent) {
    return acts.stream().anyMatch(act -> act.what().equals(Shop.DID_IT_HAPPEN) && act.key().equals(intent.key()));
  }

  /// A call that did not happen is made again by a step below its own.
  private static boolean isOf(String step, Records.Intent intent) {
    return (step + "/").startsWith(intent.step() + "/");
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
