package dev.catena.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that a call of a `@Tool` method needs a person's approval before it runs. The same as [Tool#approval()] for other tools.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsApproval {
  /// The name of a method of the same object that says which calls need it: it takes the tool's parameters, without a
  /// [ToolContext], and returns `boolean`. Empty: all calls do. See [Approval#needed()].
  String when() default "";

  /// How long a call waits, as [java.time.Duration] is written. Default: seven days.
  String within() default "P7D";
}
