package dev.catena.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolResultTest {
  @Test
  void success_longestText_isKept() {
    String text = "x".repeat(ToolResult.MAX_CHARS);

    assertThat(new ToolResult.Success(text).text()).isEqualTo(text);
  }

  @Test
  void success_oneTooLong_isCutToTheLimitWithTheRightCount() {
    String text = new ToolResult.Success("x".repeat(ToolResult.MAX_CHARS + 1)).text();
    int kept = text.indexOf('\n');

    assertThat(text).hasSizeLessThanOrEqualTo(ToolResult.MAX_CHARS);
    assertThat(text).endsWith("[cut: the last %d of 32769 characters are missing]".formatted(32_769 - kept));
  }

  @Test
  void success_cutText_isCutOnlyOnce() {
    String once = new ToolResult.Success("x".repeat(100_000)).text();

    assertThat(new ToolResult.Success(once).text()).isEqualTo(once);
  }

  @Test
  void success_surrogates_areNotSplit() {
    String text = new ToolResult.Success("😀".repeat(100_000)).text();
    String odd = new ToolResult.Success("x" + "😀".repeat(100_000)).text();

    assertThat(Character.isLowSurrogate(text.charAt(text.indexOf('\n') - 1))).isTrue();
    assertThat(Character.isLowSurrogate(odd.charAt(odd.indexOf('\n') - 1))).isTrue();
  }

  @Test
  void failure_tooLong_isCut() {
    assertThat(new ToolResult.Failure("failed", "x".repeat(100_000)).text()).hasSizeLessThanOrEqualTo(ToolResult.MAX_CHARS);
  }
}
