package dev.catena.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the method that says whether a call of a [dev.catena.run.Effect#ONCE] tool took effect, when the call was begun and
/// nobody knows how it ended. It stands in the tool's own class and changes nothing. The same as [Tool#reconcile] for other tools.
///
/// It takes the tool's parameters in their order, and a [ToolContext] if it wants one, whose idempotency key is that of the call.
/// It returns one of
/// - `boolean`: whether the call happened,
/// - an `Optional` of what the tool returns: the result of a call that happened, empty for one that did not,
/// - a [Reconciliation], which can also say that it does not know.
///
/// An exception means that it does not know, and a person is asked.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reconciles {
  /// The tool's name, as the model sees it.
  String value();
}
