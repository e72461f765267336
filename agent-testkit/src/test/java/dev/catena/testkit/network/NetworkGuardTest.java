package dev.catena.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs with the switch on, as all tests of this build do. 192.0.2.0/24 and `.example` belong to nobody (RFC 5737, RFC 2606).
class NetworkGuardTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void socket_address_isRefused(String address) {
    assertRefused(address.equals("192.0.2.1") ? address : "[2001:db8:0:0:0:0:0:1]", () -> new Socket(address, 80).close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "shop.example", "localhost.example"})
  void url_host_isRefused(String host) {
    assertRefused(host, () -> URI.create("http://" + host + "/").toURL().openStream().close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "shop.example"})
  void httpClient_host_isRefused(String host) {
    assertRefused(host, () -> get(URI.create("https://" + host + "/")));
  }

  @Test
  void lookup_name_isRefused() {
    assertThatThrownBy(() -> InetAddress.getAllByName("shop.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("'shop.example'")
        .hasMessageContaining(NetworkGuard.PROPERTY);
  }

  @Test
  void lookup_nameOfThisMachine_isAllowed() throws IOException {
    assertThat(InetAddress.getLocalHost()).isNotNull();
  }

  @Test
  void reverseLookup_address_isNotAsked() throws IOException {
    assertThat(InetAddress.getByName("192.0.2.1").getCanonicalHostName()).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void socket_loopback_connects(String host) throws IOException {
    try (ServerSocket server = new ServerSocket(0); Socket client = new Socket(host, server.getLocalPort())) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void httpClient_loopback_isServed() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
    try {
      assertThat(get(URI.create("http://localhost:" + server.getAddress().getPort())).statusCode()).isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }

  private static HttpResponse<Void> get(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
    }
  }

  private static void assertRefused(String host, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'" + host + "'")
        .hasMessageContaining(NetworkGuard.PROPERTY);
  }
}
