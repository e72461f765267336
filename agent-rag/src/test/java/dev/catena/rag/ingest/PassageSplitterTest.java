package dev.catena.rag.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageSplitterTest {
  private final PassageSplitter splitter = new PassageSplitter();

  @Test
  void split_headings_startPassagesAndFormPaths() {
    var document = markdown("Before.\n\n# Shop\n\nWe sell.\n\n## Refunds `now`\n\nIn *three* days.\n\n# Hours\n\nNine to five.\n");
    assertThat(splitter.split(document))
        .extracting(passage -> passage.heading() + "|" + text(document, passage))
        .containsExactly(
            "|Before.",
            "Shop|# Shop\n\nWe sell.",
            "Shop > Refunds now|## Refunds `now`\n\nIn *three* days.",
            "Hours|# Hours\n\nNine to five.");
  }

  @Test
  void split_longTextUnderAHeading_staysWithIt() {
    var document = markdown("# A heading of six words\n\n## And one of more\n\n" + ("Now " + words(18) + ". ").repeat(8));
    var first = splitter.split(document).getFirst();
    assertThat(words(text(document, first))).isBetween(40, 160);
  }

  @Test
  void split_wideWhiteSpace_isCutUnderTheMaximum() {
    var document = markdown(("a" + " ".repeat(60)).repeat(100));
    assertThat(splitter.split(document))
        .hasSizeGreaterThan(3)
        .allSatisfy(passage -> assertThat(passage.end() - passage.start()).isLessThanOrEqualTo(PassageSplitter.MAX_LENGTH));
  }

  @Test
  void split_numberedHeading_keepsItsNumber() {
    var document = markdown("## 4. First [results](https://example.org) \\# of *all*\n\ntext\n");
    assertThat(splitter.split(document)).extracting(Passage::heading).containsExactly("4. First results # of all");
  }

  @Test
  void split_headingWithoutText_staysWithTheNext() {
    var document = markdown("# Shop\n\n## Refunds\n\nIn three days.\n");
    assertThat(splitter.split(document)).containsExactly(new Passage(0, 34, "Shop > Refunds"));
  }

  @Test
  void split_manyParagraphs_packsWholeParagraphs() {
    var paragraph = words(40) + ".";
    var document = markdown((paragraph + "\n\n").repeat(9));
    assertThat(splitter.split(document))
        .hasSize(3)
        .allSatisfy(passage -> assertThat(words(text(document, passage))).isEqualTo(120));
  }

  @Test
  void split_longParagraph_cutsAtSentences() {
    var sentence = "This sentence has exactly seven words here. ";
    var document = markdown(sentence.repeat(60));
    assertThat(splitter.split(document))
        .hasSizeBetween(3, 4)
        .allSatisfy(passage -> assertThat(text(document, passage)).startsWith("This").endsWith("here."));
  }

  @Test
  void split_longChineseParagraph_cutsAtSentences() {
    var document = markdown("退款通常需要三天时间。".repeat(100));
    assertThat(splitter.split(document))
        .allSatisfy(
            passage -> {
              assertThat(text(document, passage)).startsWith("退款").endsWith("时间。");
              assertThat(passage.end() - passage.start()).isBetween(240, 360);
            });
  }

  @Test
  void split_listTableAndCode_stayWholeWhereTheyFit() {
    var list = IntStream.range(0, 10).mapToObj(i -> "- item number " + i).collect(Collectors.joining("\n"));
    var table = "| a | b |\n|---|---|\n" + "| one | two |\n".repeat(8);
    var code = "```java\n" + "int x = 1;\n\n".repeat(10) + "```";
    var filler = words(90) + ".";
    var document = markdown(String.join("\n\n", filler, list, filler, table, filler, code, filler));
    assertThat(splitter.split(document).stream().map(passage -> text(document, passage)))
        .anyMatch(text -> text.contains(list))
        .anyMatch(text -> text.contains(table.strip()))
        .anyMatch(text -> text.contains(code));
  }

  @Test
  void split_listThatDoesNotFit_cutsBetweenItems() {
    var document = markdown(("- " + words(30) + "\n").repeat(20));
    assertThat(splitter.split(document))
        .hasSizeGreaterThan(3)
        .allSatisfy(passage -> assertThat(text(document, passage)).startsWith("- "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "的", "\uD83D\uDE00", "e\u0301", "\u0301", "\uD842\uDFB7", "<"})
  void split_textWithoutAnyBreak_isCutUnderTheMaximum(String unit) {
    var document = markdown(unit.repeat(20_000));
    assertThat(splitter.split(document))
        .allSatisfy(
            passage -> {
              assertThat(passage.end() - passage.start()).isLessThanOrEqualTo(PassageSplitter.MAX_LENGTH);
              assertThat(Character.isLowSurrogate(document.text().charAt(passage.start()))).isFalse();
            });
  }

  @Test
  void split_graphemesWithoutAnyBreak_areNotCut() {
    var family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    var document = markdown(family.repeat(2_000));
    assertThat(splitter.split(document)).allSatisfy(passage -> assertThat(passage.start() % family.length()).isZero());
  }

  @Test
  void split_frontMatter_isLeftOut() {
    var document = markdown("---\ntitle: Secret\nid: 7\n---\n# Shop\n\nWe sell.\n");
    assertThat(splitter.split(document)).extracting(passage -> text(document, passage)).containsExactly("# Shop\n\nWe sell.");
  }

  @Test
  void split_thematicBreaks_areNoFrontMatter() {
    var document = markdown("---\n\nFirst: this.\n\n---\n\nSecond.\n");
    assertThat(covered(document, splitter.split(document))).isEmpty();
  }

  @Test
  void split_plainText_hasNoHeadings() {
    var document = new SourceDocument("a.txt", "a", "# not a heading\n\ntext");
    assertThat(splitter.split(document)).containsExactly(new Passage(0, document.text().length(), ""));
  }

  @Test
  void split_deepNesting_ends() {
    var document = markdown("> ".repeat(5_000) + "deep\n\n" + "- ".repeat(5_000) + "deep\n" + "[".repeat(5_000));
    assertThat(covered(document, splitter.split(document))).isEmpty();
  }

  @Test
  void split_blankText_isEmpty() {
    assertThat(splitter.split(markdown(" \n\t\n"))).isEmpty();
    assertThat(splitter.split(new SourceDocument("a.txt", "a", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.md", "a.txt"})
  void split_randomText_coversAllButWhiteSpaceUnderTheMaximum(String id) {
    var random = new RandomText();
    for (int i = 0; i < 300; i++) {
      var document = new SourceDocument(id, "a", "." + random.text(200)); // the full stop keeps front matter away
      var passages = splitter.split(document);
      assertThat(covered(document, passages)).as("seed %s", random.seed()).isEmpty();
      assertThat(passages)
          .as("seed %s", random.seed())
          .allSatisfy(
              passage -> {
                assertThat(passage.end() - passage.start()).isLessThanOrEqualTo(PassageSplitter.MAX_LENGTH);
                assertThat(Size.of(document.text(), passage.start(), passage.end())).isLessThanOrEqualTo(160 * Size.WORD);
              });
    }
  }

  private static String covered(SourceDocument document, List<Passage> passages) {
    return Coverage.uncovered(document.text(), passages.stream().map(passage -> new Span(passage.start(), passage.end())).toList());
  }

  private static SourceDocument markdown(String text) {
    return new SourceDocument("a.md", "a", text);
  }

  private static String text(SourceDocument document, Passage passage) {
    return document.text().substring(passage.start(), passage.end());
  }

  private static String words(int count) {
    return String.join(" ", Collections.nCopies(count, "word"));
  }

  private static int words(String text) {
    return text.split("\\s+").length;
  }
}
