package dev.catena.agent;

import dev.catena.run.Body;
import dev.catena.run.StepContext;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Optional;

/// The step that says whether what is about to run is still what a person decided about.
record DecisionCheck(Toolbox toolbox) implements Body.Leaf<DecisionCheck.Question, DecisionCheck.Finding> {
  /// What is about to run.
  ///
  /// @param hash what was decided about
  record Question(String tool, String arguments, String hash) {}

  /// The answer.
  ///
  /// @param holds whether the decision counts
  /// @param arguments those that were compared: what may run, also when the program makes others of the same call later
  /// @param toolHash of the tool's specification as it is now
  record Finding(boolean holds, String arguments, String toolHash) {}

  @Override
  public Finding run(Question question, StepContext step) {
    Optional<ToolSpecification> tool = toolbox.find(question.tool()).map(found -> found.specification());
    return new Finding(
        tool.map(it -> CallHash.of(it, question.arguments())).filter(question.hash()::equals).isPresent(),
        question.arguments(),
        tool.map(CallHash::of).orElse(""));
  }
}
