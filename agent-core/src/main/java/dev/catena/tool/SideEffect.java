package dev.catena.tool;

import dev.catena.run.Effect;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says what a `@Tool` method does to the world.
///
/// A tool without this annotation is taken for [Effect#ONCE] after a crash, and [Tool#declared()] is false.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SideEffect {
  /// What may be done when a call was begun and its end is not known.
  Effect value();

  /// The name of the parameter whose value is a business key: two calls of the tool with the same value are the same call,
  /// also in another run of the agent. Only for [Effect#KEYED]; empty for no such key.
  String by() default "";
}
