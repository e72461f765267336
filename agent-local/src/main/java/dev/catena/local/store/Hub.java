package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The HTTP of a model hub: describe a file, read a part of it.
///
/// Redirects are followed here and not by the client, because the token is for the hub alone: it is not sent to the host that a
/// redirect names. A redirect from https to http is refused.
final class Hub implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int MAX_HOPS = 6;
  private static final int BUFFER = 1 << 18;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
  private final Optional<String> token;
  private final Duration stall;

  /// @param stall a connection that brings nothing for so long is given up
  Hub(Optional<String> token, Duration stall) {
    this.token = token;
    this.stall = stall;
  }

  /// What the hub says of a file.
  ///
  /// @param etag names this very content
  record Description(String etag, long bytes, String sha256) {}

  /// Asks for a file's size and hash.
  Description describe(URI uri) throws InterruptedException {
    var answer = ask("HEAD", uri, -1, true);
    close(answer);
    var headers = answer.headers();
    var etag = headers.firstValue("x-linked-etag").or(() -> headers.firstValue("etag")).map(Hub::plain).orElse("");
    var bytes = headers.firstValueAsLong(answer.statusCode() == 200 ? "content-length" : "x-linked-size");
    if (!Sha256.isHex(etag) || bytes.isEmpty()) {
      throw new StoreException(
          UNAVAILABLE,
          uri + ": the hub states no SHA-256 and size for this file, so it could not be checked. Fetch it yourself and give its path.");
    }
    return new Description(etag, bytes.getAsLong(), etag);
  }

  /// Appends what the partial file lacks.
  ///
  /// @throws StoreException `NO_NETWORK` where the answer ends early or stalls: what came is kept
  void read(URI uri, Partial part, long bytes, Meter meter) throws IOException, InterruptedException {
    var answer = ask("GET", uri, part.length(), false);
    try (var in = answer.body();
        var _ = new Watchdog(part::length, stall, in)) {
      if (part.length() > 0 && !goesOn(answer, part.length())) {
        part.restart();
      }
      var buffer = new byte[BUFFER];
      for (int n = next(in, buffer, uri); n >= 0; n = next(in, buffer, uri)) {
        if (part.length() + n > bytes) {
          throw new StoreException(CORRUPT, uri + ": the hub sends more than the " + bytes + " bytes it announced");
        }
        part.write(buffer, n);
        meter.add(n);
      }
    }
    if (part.length() < bytes) {
      throw new StoreException(NO_NETWORK, uri + ": the connection ended after " + part.length() + " of " + bytes + " bytes");
    }
  }

  private static boolean goesOn(HttpResponse<?> answer, long from) {
    return answer.statusCode() == 206
        && answer.headers().firstValue("content-range").orElse("").startsWith("bytes " + from + "-");
  }

  private static int next(InputStream in, byte[] buffer, URI uri) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      Sha256.stopIfInterrupted();
      throw new StoreException(NO_NETWORK, uri + ": the connection broke: " + e.getMessage(), e);
    }
  }

  /// Follows redirects up to an answer, or with `linked` up to the hop that describes the file, which lies on another host.
  private HttpResponse<InputStream> ask(String method, URI first, long from, boolean linked) throws InterruptedException {
    var uri = first;
    for (int hop = 0; hop < MAX_HOPS; hop++) {
      var answer = send(method, first, uri, from);
      int status = answer.statusCode();
      boolean described = linked && answer.headers().firstValue("x-linked-etag").isPresent();
      if (status == 200 || status == 206 || (described && status / 100 == 3)) {
        return answer;
      }
      close(answer);
      if (status / 100 != 3) {
        throw refused(first, status);
      }
      uri = location(uri, answer);
    }
    throw new StoreException(UNAVAILABLE, first + ": more than " + MAX_HOPS + " redirects");
  }

  private HttpResponse<InputStream> send(String method, URI first, URI uri, long from) throws InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER).method(method, BodyPublishers.noBody());
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (sameOrigin(first, uri)) {
      token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      var host = Objects.requireNonNullElse(uri.getHost(), uri.toString());
      throw new StoreException(NO_NETWORK, "cannot reach " + host + ": " + e, e);
    }
  }

  private static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme()) && one.getAuthority().equalsIgnoreCase(other.getAuthority());
  }

  private static URI location(URI uri, HttpResponse<?> answer) {
    var target = uri.resolve(answer.headers().firstValue("location").orElse(""));
    boolean weaker = uri.getScheme().equals("https") && !"https".equals(target.getScheme());
    if (weaker || target.getHost() == null) {
      throw new StoreException(
          UNAVAILABLE, uri + ": the hub redirects to " + target.getScheme() + "://" + target.getHost() + ", which is not followed");
    }
    return target;
  }

  private static StoreException refused(URI uri, int status) {
    var hint = switch (status) {
      case 401, 403 -> "; the repository is private or gated: set " + HubSource.TOKEN;
      case 404 -> "; there is no such file, or it is private: set " + HubSource.TOKEN;
      default -> "";
    };
    return new StoreException(UNAVAILABLE, uri + " answers " + status + hint);
  }

  private static String plain(String etag) {
    return etag.replaceFirst("^W/", "").replace("\"", "");
  }

  private static void close(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
