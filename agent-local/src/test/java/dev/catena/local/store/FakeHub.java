package dev.catena.local.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A hub of two hosts on this machine: the first describes the file and redirects to the second, which has the bytes.
final class FakeHub implements AutoCloseable {
  /// A request as a host saw it.
  record Seen(String method, String host, String range, String authorization) {}

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final byte[] content;
  volatile String sha256;
  volatile int status = 200;
  /// The next answers end, or with [#stalls] hang, after so many bytes.
  volatile int breakAfter = Integer.MAX_VALUE;
  volatile boolean stalls;
  volatile boolean ignoresRange;
  volatile CountDownLatch gate = new CountDownLatch(0);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer front = server();
  private final HttpServer store = server();

  FakeHub(byte[] content) {
    this.content = content;
    this.sha256 = Bytes.sha256(content);
    front.createContext("/", exchange -> handle(exchange, "front", this::describe));
    store.createContext("/", exchange -> handle(exchange, "store", this::send));
    front.start();
    store.start();
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  String endpoint() {
    return "http://127.0.0.1:" + front.getAddress().getPort();
  }

  long downloads() {
    return seen.stream().filter(request -> request.host().equals("store")).count();
  }

  private static HttpServer server() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange, String host, Handler handler) throws IOException {
    var headers = exchange.getRequestHeaders();
    seen.add(new Seen(
        exchange.getRequestMethod(),
        host,
        Objects.requireNonNullElse(headers.getFirst("Range"), ""),
        Objects.requireNonNullElse(headers.getFirst("Authorization"), "")));
    try (exchange) {
      handler.handle(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    var headers = exchange.getResponseHeaders();
    if (!sha256.isEmpty()) {
      headers.set("X-Linked-Etag", "\"" + sha256 + "\"");
      headers.set("X-Linked-Size", String.valueOf(content.length));
    }
    headers.set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/blob");
    exchange.sendResponseHeaders(302, -1);
  }

  private void send(HttpExchange exchange) throws IOException, InterruptedException {
    gate.await();
    var range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null || ignoresRange ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    int count = Math.min(content.length - from, breakAfter);
    exchange.getResponseBody().write(content, from, count);
    exchange.getResponseBody().flush();
    if (stalls && count < content.length - from) {
      closed.await();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    gate.countDown();
    front.stop(0);
    store.stop(0);
  }
}
