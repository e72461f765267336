package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoresTest {
  @TempDir Path folder;

  /// Expectations as `git check-ignore` (2.x) answers them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "*.txt ~ a.txt ~ true",
        "*.txt ~ b/c/a.txt ~ true",
        "*.txt ~ a.md ~ false",
        "/a.md ~ a.md ~ true",
        "/a.md ~ b/a.md ~ false",
        "b/a.md ~ b/a.md ~ true",
        "b/a.md ~ c/b/a.md ~ false",
        "b/*.md ~ b/a.md ~ true",
        "b/*.md ~ b/c/a.md ~ false",
        "b/**/a.md ~ b/a.md ~ true",
        "b/**/a.md ~ b/c/d/a.md ~ true",
        "**/a.md ~ a.md ~ true",
        "**/a.md ~ b/c/a.md ~ true",
        "b/** ~ b/c/a.md ~ true",
        "b/** ~ b ~ false",
        "a?.md ~ ab.md ~ true",
        "a?.md ~ a/.md ~ false",
        "[ab].md ~ a.md ~ true",
        "[a-c].md ~ b.md ~ true",
        "[!ab].md ~ a.md ~ false",
        "[!ab].md ~ c.md ~ true",
        "[]].md ~ ].md ~ true",
        "[a.md ~ [a.md ~ false",
        "a.md/ ~ a.md ~ false",
        "\\#a.md ~ #a.md ~ true",
        "\\!a.md ~ !a.md ~ true",
        "#a.md ~ #a.md ~ false",
        "a*b*c.md ~ aXbYc.md ~ true",
        "a+b(c).md ~ a+b(c).md ~ true",
        "** ~ a.md ~ true",
        "/* ~ a.md ~ true",
        "a**b.md ~ aXXb.md ~ true",
        "a/**/b*c/**/d ~ a/x/bc/bXc/y/d ~ true",
        "a/**/b*c/**/d ~ a/x/bXc/y/e ~ false",
        "?.md ~ 😀.md ~ true",
        "[a😀].md ~ 😀.md ~ true",
        "😀.md ~ 😀.md ~ true",
      })
  void match_oneRule_asGitDoes(String rule, String id, boolean ignored) throws IOException {
    assertThat(rules(rule).match(id, false)).isEqualTo(ignored);
  }

  @Test
  void match_folderRule_appliesToFoldersOnly() throws IOException {
    assertThat(rules("build/").match("x/build", true)).isTrue();
    assertThat(rules("build/").match("x/build", false)).isFalse();
  }

  @Test
  void match_laterRule_wins() throws IOException {
    var rules = rules("*.md\n!keep.md\r\n\n# comment\n");
    assertThat(rules.match("a.md", false)).isTrue();
    assertThat(rules.match("keep.md", false)).isFalse();
  }

  @Test
  void match_trailingSpaces_areIgnored() throws IOException {
    assertThat(rules("a.md   ").match("a.md", false)).isTrue();
  }

  @Test
  void in_nestedFile_addsRulesForItsFolderOnly() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a(b"));
    Files.writeString(inner.resolve(".gitignore"), "/x.md\n!y.md\n");
    var rules = rules("y.md").in(inner, "a(b/");
    assertThat(rules.match("a(b/x.md", false)).isTrue();
    assertThat(rules.match("x.md", false)).isFalse();
    assertThat(rules.match("a(b/y.md", false)).isFalse();
    assertThat(rules.match("y.md", false)).isTrue();
  }

  @Test
  @Timeout(20)
  void match_manyStars_endsSoon() throws IOException {
    String path = "a".repeat(4_000);
    assertThat(rules("*a*a*a*a*a*a*a*a*b").match(path, false)).isFalse();
    assertThat(rules("**/a/**/a/**/a/**/a/**/a/**/b").match("a/".repeat(2_000), false)).isFalse();
  }

  @Test
  void in_hugeFile_isNotRead() throws IOException {
    assertThat(rules("*.md\n" + "#".repeat(Ignores.MAX_BYTES)).match("a.md", false)).isFalse();
    assertThat(rules("*.md\n" + "#".repeat(Ignores.MAX_BYTES - 5)).match("a.md", false)).isTrue();
  }

  private Ignores rules(String text) throws IOException {
    Files.writeString(folder.resolve(".gitignore"), text);
    return Ignores.NONE.in(folder, "");
  }
}
