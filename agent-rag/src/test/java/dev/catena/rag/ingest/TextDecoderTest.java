package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDecoderTest {
  private static final String ENGLISH = "Refunds take three days.\r\nThe café is open, “always”.\n";
  private static final String CHINESE = "# 退款\n\n退款通常需要三个工作日。请保留收据，并写明订单号1123。\n";
  private static final String CHINESE_ONLY = "退款通常需要三个工作日。请保留收据";

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
  void decode_byteOrderMark_isObeyedAndDropped(String charset) {
    for (var text : new String[] {ENGLISH, CHINESE, CHINESE_ONLY, "x"}) {
      assertThat(TextDecoder.decode(("\uFEFF" + text).getBytes(Charset.forName(charset)))).contains(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"})
  void decode_withoutMark_isFound(String charset) {
    for (var text : new String[] {CHINESE, CHINESE_ONLY}) {
      assertThat(TextDecoder.decode(text.getBytes(Charset.forName(charset)))).as(text).contains(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
  void decode_english_isFound(String charset) {
    assertThat(TextDecoder.decode(ENGLISH.getBytes(Charset.forName(charset)))).contains(ENGLISH);
  }

  @Test
  void decode_german_isNoChinese() {
    var text = "Über die Rückerstattung müssen größere Läden verfügen; Gebühren fallen für Kündigungen an.";
    assertThat(TextDecoder.decode(text.getBytes(Charset.forName("windows-1252")))).contains(text);
  }

  @Test
  void decode_rareAndTraditionalCharacters_inGb18030() {
    var text = "繁體中文與𠮷字：退款通常需要三個工作日，請保留收據。";
    assertThat(TextDecoder.decode(text.getBytes(Charset.forName("GB18030")))).contains(text);
  }

  @Test
  void decode_damagedUtf8_keepsTheRest() {
    var bytes = CHINESE.repeat(10).getBytes(StandardCharsets.UTF_8);
    bytes[20] = (byte) 0xFF;
    assertThat(TextDecoder.decode(bytes).orElse("")).contains("\uFFFD").endsWith(CHINESE.repeat(9));
  }

  @Test
  void decode_truncatedUtf8_keepsTheRest() {
    var bytes = CHINESE.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, bytes.length - 2);
    assertThat(TextDecoder.decode(out.toByteArray()).orElse("")).startsWith("# 退款").endsWith("\uFFFD");
  }

  @Test
  void decode_randomBytes_areNoText() {
    var random = new Random(7);
    var bytes = new byte[10_000];
    random.nextBytes(bytes);
    assertThat(TextDecoder.decode(bytes)).isEmpty();
  }

  @Test
  void decode_nothing_isEmptyText() {
    assertThat(TextDecoder.decode(new byte[0])).contains("");
  }
}
