package dev.catena.agent;

import dev.catena.run.Body;
import dev.catena.run.StepContext;
import dev.catena.tool.Approval;
import dev.catena.tool.Tool;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The step that says which calls of a reply need approval.
///
/// @param byTool what the tools and the application demand, by the tool's name; tools without demands are not there
record Approvals(Toolbox toolbox, Map<String, List<Approval>> byTool)
    implements Body.Leaf<Approvals.Question, List<Approvals.Ruling>> {
  private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);

  /// What an application demands of some tools.
  record Demand(Predicate<Tool> tools, Approval approval) {}

  /// The calls of a reply that may need approval, and the tools that a person has approved for the rest of the run.
  record Question(List<Asked> calls, List<Grant> grants) {}

  /// A tool that needs no approval any more.
  ///
  /// @param hash of its specification when it was approved
  record Grant(String tool, String hash) {}

  /// Whether a call needs approval.
  ///
  /// @param patience how long it waits; empty when it needs none
  record Ruling(Optional<Duration> patience) {}

  static Approvals of(Toolbox toolbox, List<Demand> demands) {
    Map<String, List<Approval>> byTool = new HashMap<>();
    for (ToolSpecification specification : toolbox.specifications()) {
      Tool tool = toolbox.find(specification.name()).orElseThrow();
      List<Approval> approvals = new ArrayList<>();
      tool.approval().ifPresent(approvals::add);
      demands.stream().filter(demand -> demand.tools().test(tool)).map(Demand::approval).forEach(approvals::add);
      if (!approvals.isEmpty()) {
        byTool.put(specification.name(), List.copyOf(approvals));
      }
    }
    return new Approvals(toolbox, Map.copyOf(byTool));
  }

  /// Whether calls of the tool may need approval.
  boolean concern(String tool) {
    return byTool.containsKey(tool);
  }

  @Override
  public List<Ruling> run(Question question, StepContext step) {
    return question.calls().stream().map(call -> ruling(call, question.grants())).toList();
  }

  private Ruling ruling(Asked call, List<Grant> grants) {
    boolean granted = toolbox.find(call.tool())
        .map(tool -> new Grant(call.tool(), CallHash.of(tool.specification())))
        .filter(grants::contains)
        .isPresent();
    return granted ? new Ruling(Optional.empty()) : new Ruling(patience(call));
  }

  /// The shortest time of those that demand approval.
  private Optional<Duration> patience(Asked call) {
    return byTool.getOrDefault(call.tool(), List.of()).stream()
        .filter(approval -> needed(approval, call))
        .map(Approval::patience)
        .min(Duration::compareTo);
  }

  /// Who cannot say whether a call needs approval demands it.
  private static boolean needed(Approval approval, Asked call) {
    try {
      return approval.needed().test(call.arguments());
    } catch (RuntimeException e) {
      LOG.warn("the condition for the approval of tool '{}' failed; a person is asked", call.tool(), e);
      return true;
    }
  }
}
