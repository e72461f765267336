package dev.catena.local;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns the bytes of tokens into text. A token may end in the middle of a character: its bytes wait for the next one.
final class Utf8Stream {

  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8
      .newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE)
      .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private ByteBuffer waiting = ByteBuffer.allocate(LONGEST_CHARACTER).limit(0);

  /// Returns the whole characters so far.
  String feed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocate(waiting.remaining() + bytes.length).put(waiting).put(bytes).flip();
    String text = decode(in, false);
    waiting = in;
    return text;
  }

  /// Returns what is left: a replacement character when the last one is not whole, else nothing.
  String finish() {
    String text = decode(waiting, true);
    decoder.reset();
    return text;
  }

  private String decode(ByteBuffer in, boolean last) {
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, last);
    return out.flip().toString();
  }
}
