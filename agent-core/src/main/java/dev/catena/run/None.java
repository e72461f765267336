package dev.catena.run;

/// No value: the input or result of an operation that has none to tell. All instances are equal.
public record None() {}
