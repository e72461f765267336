package dev.catena.local.gguf;

/// What is kept of an array: not its elements.
///
/// @param type of the elements
/// @param size number of elements
/// @param distinct false when a text occurs twice in it
record ArrayValue(ValueType type, long size, boolean distinct) {}
