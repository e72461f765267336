package dev.catena.testkit.network;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/// Found by the JDK as a service, at the first name to be resolved.
public final class LocalNamesProvider extends InetAddressResolverProvider {
  /// For the JDK.
  public LocalNamesProvider() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new LocalNames(configuration.builtinResolver(), configuration.lookupLocalHostName());
  }

  @Override
  public String name() {
    return NetworkGuard.PROPERTY;
  }
}
