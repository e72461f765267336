package dev.catena.testkit.network;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/// Is asked by the clients of the JDK before they connect, with `socket://host:port` or the address of the page.
final class LocalConnections extends ProxySelector {
  @Override
  public List<Proxy> select(URI uri) {
    String host = Objects.requireNonNullElse(uri.getHost(), uri.toString());
    if (!NetworkGuard.isLocal(host)) {
      throw new AssertionError(NetworkGuard.refusal(host));
    }
    return List.of(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException error) {
    // the caller gets the error; there is no other proxy to try
  }
}
