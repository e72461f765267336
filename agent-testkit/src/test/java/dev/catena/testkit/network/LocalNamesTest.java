package dev.catena.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.SetSystemProperty;

class LocalNamesTest {
  private static final LookupPolicy ANY = LookupPolicy.of(LookupPolicy.IPV4);

  private final InetAddressResolver names = new LocalNames(new Usual(), "own");

  @Test
  @ClearSystemProperty(key = NetworkGuard.PROPERTY)
  void lookup_guardOff_asksAsUsual() throws Exception {
    assertThat(names.lookupByName("shop.example", ANY)).containsExactly(Usual.ADDRESS);
    assertThat(names.lookupByAddress(Usual.ADDRESS.getAddress())).isEqualTo("usual");
  }

  @Test
  @SetSystemProperty(key = NetworkGuard.PROPERTY, value = "true")
  void lookup_guardOn_asksForThisMachineOnly() throws Exception {
    assertThat(names.lookupByName("localhost", ANY)).containsExactly(Usual.ADDRESS);
    assertThat(names.lookupByName("own", ANY)).containsExactly(Usual.ADDRESS);
    assertThat(names.lookupByAddress(new byte[] {127, 0, 0, 1})).isEqualTo("usual");
    assertThatThrownBy(() -> names.lookupByName("shop.example", ANY))
        .isInstanceOf(UnknownHostException.class).hasMessageContaining("'shop.example'");
    assertThatThrownBy(() -> names.lookupByAddress(Usual.ADDRESS.getAddress()))
        .isInstanceOf(UnknownHostException.class).hasMessageContaining("'192.0.2.1'");
  }

  private static final class Usual implements InetAddressResolver {
    static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
      return Stream.of(ADDRESS);
    }

    @Override
    public String lookupByAddress(byte[] address) {
      return "usual";
    }
  }
}
