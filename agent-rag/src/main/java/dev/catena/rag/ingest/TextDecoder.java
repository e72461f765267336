package dev.catena.rag.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns bytes into text. The first that applies, in this order:
///
/// 1. a byte order mark (UTF-8, UTF-16);
/// 2. UTF-16 without one, told by its zero bytes, which stand at even offsets or at odd ones;
/// 3. strict UTF-8;
/// 4. UTF-16 without zero bytes, told by being nearly all Han characters;
/// 5. UTF-8 with a few damaged characters, which become U+FFFD;
/// 6. GB18030, when it is strictly valid and most pairs have two high bytes, as in running Chinese text;
/// 7. windows-1252, in which nothing is invalid.
final class TextDecoder {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// Bytes looked at to tell UTF-16.
  private static final int SAMPLE = 8192;

  private TextDecoder() {}

  /// The text in `bytes`.
  ///
  /// @return empty if this is no text in any of the encodings above
  static Optional<String> decode(byte[] bytes) {
    return decodeMarked(bytes)
        .or(() -> utf16ByZeroBytes(bytes))
        .or(() -> strict(bytes, StandardCharsets.UTF_8))
        .or(() -> utf16ByHan(bytes))
        .or(() -> damagedUtf8(bytes))
        .or(() -> gb18030(bytes))
        .or(() -> Optional.of(new String(bytes, WINDOWS_1252)))
        .filter(TextDecoder::isText);
  }

  /// The text in `bytes` when they start with a byte order mark.
  static Optional<String> decodeMarked(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(unmarked(bytes, StandardCharsets.UTF_8));
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return Optional.of(unmarked(bytes, StandardCharsets.UTF_16LE));
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return Optional.of(unmarked(bytes, StandardCharsets.UTF_16BE));
    }
    return Optional.empty();
  }

  static Optional<String> strict(byte[] bytes, Charset charset) {
    try {
      var decoder =
          charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String unmarked(byte[] bytes, Charset charset) {
    var text = new String(bytes, charset);
    return text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static Optional<String> utf16ByZeroBytes(byte[] bytes) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < Math.min(bytes.length, SAMPLE); i++) {
      if (bytes[i] == 0) {
        if (i % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    if (even == odd || Math.min(even, odd) * 10 > Math.max(even, odd)) {
      return Optional.empty();
    }
    return strict(bytes, even > odd ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
  }

  private static Optional<String> utf16ByHan(byte[] bytes) {
    if (bytes.length % 2 != 0) {
      return Optional.empty();
    }
    return strict(bytes, StandardCharsets.UTF_16LE)
        .filter(TextDecoder::isNearlyAllHan)
        .or(() -> strict(bytes, StandardCharsets.UTF_16BE).filter(TextDecoder::isNearlyAllHan));
  }

  /// Hangul does not count: pairs of GB18030 read as UTF-16 are Hangul.
  private static boolean isNearlyAllHan(String text) {
    long han = text.chars().filter(c -> (c >= 0x3000 && c <= 0x9FFF) || (c >= 0xFF00 && c <= 0xFFEF) || c < 0x80).count();
    return han * 10 >= text.length() * 9L;
  }

  private static Optional<String> damagedUtf8(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    long damaged = text.chars().filter(c -> c == '\uFFFD').count();
    long beyondAscii = text.chars().filter(c -> c >= 0x80).count() - damaged;
    return beyondAscii >= 10 * damaged ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> gb18030(byte[] bytes) {
    int pairs = 0;
    int high = 0;
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] < 0) { // a lead byte
        pairs++;
        high += bytes[i + 1] < 0 ? 1 : 0;
        i++;
      }
    }
    return high * 2 > pairs ? strict(bytes, GB18030) : Optional.empty();
  }

  /// Programs, pictures and archives are full of control characters; text has next to none, but for the escapes
  /// that colour a log.
  private static boolean isText(String text) {
    long controls = text.chars().filter(c -> c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B).count();
    return controls * 100 <= text.length();
  }
}
