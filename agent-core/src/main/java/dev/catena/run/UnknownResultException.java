package dev.catena.run;

/// A step with an effect was begun, and nobody knows whether the effect happened.
public final class UnknownResultException extends RunException {
  private static final long serialVersionUID = 1L;

  /// With what was being done.
  public UnknownResultException(String text) {
    super(text);
  }
}
