package dev.catena.testkit.network;

import java.net.ProxySelector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Found by JUnit as a service; sets the [NetworkGuard] up before the first test.
public final class GuardedSession implements LauncherSessionListener {
  /// For JUnit.
  public GuardedSession() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (NetworkGuard.isOn()) {
      ProxySelector.setDefault(new LocalConnections());
    }
  }
}
