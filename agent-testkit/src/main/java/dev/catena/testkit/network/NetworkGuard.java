package dev.catena.testkit.network;

import java.net.InetAddress;
import java.util.Locale;

/// Keeps tests, and the remote models in them, off the network: a JVM with the system property [#PROPERTY] reaches itself and
/// nothing else.
///
/// It needs this module on the class path of a JUnit run, and the property from the beginning; for Surefire
///
/// ```xml
/// <systemPropertyVariables><catena.tests.offline>true</catena.tests.offline></systemPropertyVariables>
/// ```
///
/// * [java.net.Socket], [java.net.URL], [java.net.http.HttpClient] and everything else that asks [java.net.ProxySelector#getDefault()]
///   before it connects gets an [AssertionError], so that no retry and no «there is no network» hides the mistake.
/// * Everything else that resolves a name as the JDK does gets an [java.net.UnknownHostException].
///
/// Both name the host. `localhost` and loopback addresses are allowed, and a lookup of this machine's own name.
///
/// What it does not see: an address in digits that is reached through a channel, a datagram, or a client with a proxy of its own;
/// native code; the programs that a test starts. It finds mistakes and is no sandbox. Nor does it see a local model whose
/// weights are on this disk: set `CATENA_HOME` to an empty folder for that, and `PIP_NO_INDEX=1` and `npm_config_offline=true`
/// for the programs that would fetch the weights.
public final class NetworkGuard {
  /// The system property that switches it on, with the value `true`.
  public static final String PROPERTY = "catena.tests.offline";

  private NetworkGuard() {}

  static boolean isOn() {
    return Boolean.getBoolean(PROPERTY);
  }

  /// @param host a name, or an address in digits, with or without brackets
  static boolean isLocal(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
  }

  private static boolean isLoopback(String digits) {
    try {
      return InetAddress.ofLiteral(digits.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static String refusal(String host) {
    return "no network in this test, but it asks for '%s'. Script the model, serve on localhost, or run it without -D%s=true"
        .formatted(host, PROPERTY);
  }
}
