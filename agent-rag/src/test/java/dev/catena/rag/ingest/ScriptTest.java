package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  @ParameterizedTest
  @ValueSource(strings = {"退款", "ひらがな", "カタカナ", "한국어", "在 SqliteStore 中打开数据库文件", "\uD842\uDFB7"})
  void of_cjk_isCjk(String text) {
    assertThat(Script.of(text)).isEqualTo(Script.CJK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "refund", "Москва", "12 + 3 。", "The word 退款 means refund", "ภาษาไทย"})
  void of_others_isOther(String text) {
    assertThat(Script.of(text)).isEqualTo(Script.OTHER);
  }
}
