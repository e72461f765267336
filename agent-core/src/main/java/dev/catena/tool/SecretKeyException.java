package dev.catena.tool;

import dev.catena.run.StandstillException;

/// A [Secret] cannot be sealed or opened, since its key is missing or another one. The run stands still: give the key back to its
/// [SecretKeys] and go on with it.
public final class SecretKeyException extends StandstillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the key's id and the knob.
  public SecretKeyException(String message) {
    super(message);
  }
}
