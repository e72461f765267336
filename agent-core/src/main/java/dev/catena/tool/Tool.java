package dev.catena.tool;

import dev.catena.run.Effect;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Optional;
import java.util.Set;

/// Something a model may ask to be done. Most tools are methods, see [Toolbox#of(Object...)]; implement this for tools whose
/// schema is known only at run time.
///
/// Tools are safe for use by many threads.
public interface Tool {
  /// Name, description and parameters, as a model sees them; always the same.
  ToolSpecification specification();

  /// What a call does to the world.
  Effect effect();

  /// The name of the parameter whose value is a business key; see [SideEffect#by()].
  Optional<String> businessKey();

  /// Whether the author of the tool declared its effect. When not, [#effect()] is [Effect#ONCE] and means recovery only: after a
  /// crash nobody knows how a call ended. While all goes well such a call runs beside others, and an interrupt or an I/O error in
  /// it is a failure for the model to read. A cancelled run waits for it.
  boolean declared();

  /// Which calls need a person's approval before they run; empty when none does. Always the same.
  default Optional<Approval> approval() {
    return Optional.empty();
  }

  /// The names of the parameters whose values are secrets, see [Secret]; only outermost ones. Always the same.
  default Set<String> secrets() {
    return Set.of();
  }

  /// Says what became of a call that was begun and whose end nobody knows. Asked only for [Effect#ONCE], before a person is.
  /// Changes nothing. What it throws counts as [Reconciliation.NotKnown].
  ///
  /// @param argumentsJson what [#run] had got
  /// @param context its idempotency key is that of the call
  /// @throws InterruptedException if the thread was interrupted
  default Reconciliation reconcile(String argumentsJson, ToolContext context) throws InterruptedException {
    return new Reconciliation.NotKnown();
  }

  /// Does the work. May block; an interrupt means cancellation or a passed deadline.
  ///
  /// @param argumentsJson a JSON object that [Toolbox#check] let pass: valid, canonical, with defaults
  /// @param context what is known about this call
  /// @return what to show the model, also when the tool failed
  /// @throws InterruptedException if the thread was interrupted before the work was done
  /// @throws dev.catena.run.UnknownResultException if nobody knows whether a declared [Effect#ONCE] effect happened
  ToolResult run(String argumentsJson, ToolContext context) throws InterruptedException;
}
