package dev.catena.journal;

/// The writer's lease was lost: another owner may be at work, and the write was refused.
public final class FencedException extends JournalException {
  private static final long serialVersionUID = 1L;

  /// For the lease that was lost.
  public FencedException(Lease lease) {
    super("'%s' no longer holds the lease '%s' (token %d): it ran out and was taken over"
        .formatted(lease.owner(), lease.name(), lease.token()));
  }
}
