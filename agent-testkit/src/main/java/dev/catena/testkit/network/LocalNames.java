package dev.catena.testkit.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.stream.Stream;

/// Resolves what belongs to this machine, and everything else only while the [NetworkGuard] is off.
///
/// @param usual what resolves
/// @param ownName of this machine
record LocalNames(InetAddressResolver usual, String ownName) implements InetAddressResolver {
  @Override
  public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
    refuseUnless(NetworkGuard.isLocal(host) || host.equals(ownName), host);
    return usual.lookupByName(host, policy);
  }

  @Override
  public String lookupByAddress(byte[] bytes) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    refuseUnless(address.isLoopbackAddress(), address.getHostAddress());
    return usual.lookupByAddress(bytes);
  }

  private static void refuseUnless(boolean allowed, String host) throws UnknownHostException {
    if (NetworkGuard.isOn() && !allowed) {
      throw new UnknownHostException(NetworkGuard.refusal(host));
    }
  }
}
