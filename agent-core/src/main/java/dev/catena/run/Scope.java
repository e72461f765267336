package dev.catena.run;

/// Where a composite stands in its root run: the path of the steps that led to it, empty for the root itself.
record Scope(String path) {
  static final Scope ROOT = new Scope("");

  /// A step's key as seen from the root.
  StepKey key(StepKey inside) {
    return path.isEmpty() ? inside : new StepKey(path + "/" + inside.path());
  }

  /// The scope of the composite that is the given step here.
  Scope enter(StepKey inside) {
    return new Scope(key(inside).path());
  }
}
