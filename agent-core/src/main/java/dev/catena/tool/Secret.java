package dev.catena.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that the argument for this parameter of a `@Tool` method is a secret, such as a password: the method gets it in clear,
/// and everything that is recorded, told or shown to a model again holds it encrypted. It is marked as a whole: a component of a
/// record cannot be. The same as [Tool#secrets()] for other tools. See [SecretKeys].
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Secret {}
