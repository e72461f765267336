package dev.catena.conformance.kill;

/// Where a process dies.
///
/// @param append the append that it does not survive, counted over all streams from 1
/// @param before whether it dies before the entries are kept, rather than after
record KillPoint(int append, boolean before) {
  @Override
  public String toString() {
    return (before ? "before" : "after") + " append " + append;
  }
}
