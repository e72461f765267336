package dev.catena.local.template;

/// A part of a rendered conversation.
///
/// @param text its characters
/// @param special whether the template wrote it: only then special tokens in it mean anything
public record Piece(String text, boolean special) {}
