package dev.catena.run;

/// Something worth showing while a step runs, such as a piece of text. It is not recorded: replay does not repeat it.
public interface LiveEvent {}
