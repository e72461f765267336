package dev.catena.rag.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
  private static final CosineScale SCALE = new CosineScale(0.55, 0.45, 0.85);

  @Test
  void fuse_oneWeakWordHit_doesNotOutrankANearPassage() {
    Map<Integer, Double> scores = Fusion.fuse(Map.of(1, 1.8f), 9, Map.of(2, 0.62f), SCALE);
    assertThat(scores.get(2)).isGreaterThan(scores.get(1));
  }

  @Test
  void fuse_neighbourBelowTheFloor_isNoFind() {
    assertThat(Fusion.fuse(Map.of(), 9, Map.of(1, 0.54f, 2, 0.56f), SCALE)).containsOnlyKeys(2);
  }

  @Test
  void fuse_foundByWordsBelowTheFloor_keepsItsSimilarity() {
    Map<Integer, Double> scores = Fusion.fuse(Map.of(1, 3f, 2, 3f), 9, Map.of(1, 0.54f), SCALE);
    assertThat(scores.get(1)).isGreaterThan(scores.get(2));
  }

  @Test
  void fuse_anyScores_areFromZeroToOne() {
    assertThat(Fusion.fuse(Map.of(1, 20f, 2, 0f), 9, Map.of(1, 0.99f, 2, -1f), SCALE).values())
        .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
    assertThat(Fusion.ofWords(Map.of(1, 0f), 0)).containsEntry(1, 0.0);
  }

  @Test
  void scale_equalCosinesOfAnUnknownModel_areAllTheSame() {
    assertThat(new CosineScale(0, 0.4, 0.4).similarity(0.4)).isEqualTo(1);
  }
}
