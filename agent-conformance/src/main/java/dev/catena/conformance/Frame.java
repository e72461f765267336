package dev.catena.conformance;

import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// What the two JVMs say to each other: a length in four bytes, then so many bytes of JSON.
record Frame(Kind kind, String operation, String json, String key, String idempotencyKey, int attempt, Optional<Instant> deadline,
    String code, String text, boolean retryable) {
  private static final Codec<Frame> CODEC = Codecs.json(Frame.class);

  enum Kind {
    /// To the second JVM: run a body.
    CALL,
    /// To the second JVM: interrupt the body that runs.
    INTERRUPT,
    /// Back: the body's result.
    RETURNED,
    /// Back: the body failed, in recorded words.
    FAILED,
    /// Back: the body failed, and the outside world may have acted.
    DOUBTFUL,
    /// Back: the body was interrupted.
    INTERRUPTED
  }

  static Frame call(String operation, String json, String key, String idempotencyKey, int attempt, Optional<Instant> deadline) {
    return new Frame(Kind.CALL, operation, json, key, idempotencyKey, attempt, deadline, "", "", false);
  }

  static Frame interrupt() {
    return end(Kind.INTERRUPT, "", "", "", false);
  }

  static Frame returned(String json) {
    return end(Kind.RETURNED, json, "", "", false);
  }

  static Frame failed(String code, String text, boolean retryable) {
    return end(Kind.FAILED, "", code, text, retryable);
  }

  static Frame doubtful(String text) {
    return end(Kind.DOUBTFUL, "", "", text, false);
  }

  static Frame interrupted() {
    return end(Kind.INTERRUPTED, "", "", "", false);
  }

  private static Frame end(Kind kind, String json, String code, String text, boolean retryable) {
    return new Frame(kind, "", json, "", "", 0, Optional.empty(), code, text, retryable);
  }

  void write(OutputStream out) throws IOException {
    byte[] bytes = CODEC.encode(this).getBytes(StandardCharsets.UTF_8);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(bytes.length);
    data.write(bytes);
    data.flush();
  }

  /// The next frame; empty at the end of the stream.
  static Optional<Frame> read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      byte[] bytes = new byte[data.readInt()];
      data.readFully(bytes);
      return Optional.of(CODEC.decode(new String(bytes, StandardCharsets.UTF_8)));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }
}
