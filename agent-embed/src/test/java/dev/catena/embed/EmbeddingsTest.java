package dev.catena.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddingsTest {
  static Stream<Profile> profiles() {
    return Stream.of(Profile.BGE_SMALL_EN, Profile.BGE_SMALL_ZH);
  }

  @Test
  void bundled_languages_areChineseAndTheRest() {
    assertThat(Embeddings.bundled()).containsOnlyKeys("zh", "*");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void nameAndDimension_beforeFirstText_answerWithoutLoading(Profile profile) {
    var model = new BundledModel(profile);

    assertThat(model.dimension()).isPositive();
    assertThat(model.modelName()).isEqualTo(profile.name() + "@" + profile.fingerprint());
    assertThat(model.isLoaded()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void fingerprint_ofTheFilesOnTheClassPath_isThePinnedOne(Profile profile) throws Exception {
    var sha = MessageDigest.getInstance("SHA-256");
    for (String name : new String[] {profile.weights(), profile.tokenizer()}) {
      try (var in = OnnxModel.resource(name)) {
        sha.update(in.readAllBytes());
      }
    }

    assertThat(HexFormat.of().formatHex(sha.digest())).startsWith(profile.fingerprint());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void embed_aText_hasUnitLengthAndTheNamedDimension(Profile profile) {
    float[] vector = new BundledModel(profile).embed("退款 takes 30 days").content().vector();

    assertThat(vector).hasSize(profile.dimension());
    assertThat(dot(vector, vector)).isCloseTo(1, within(1e-3));
  }

  @Test
  void embed_relatedTexts_areNearerThanUnrelatedOnes() {
    EmbeddingModel zh = bundled("zh");
    float[] question = zh.embed("多久可以退货？").content().vector();
    float[] related = zh.embed("商品可在三十天内退回。").content().vector();
    float[] unrelated = zh.embed("该山海拔三千米，冬季多雪。").content().vector();

    assertThat(dot(question, related)).isGreaterThan(dot(question, unrelated) + 0.1);
  }

  @Test
  void embed_englishQuery_carriesTheInstruction() {
    var asQuery = EmbeddingRequest.builder().input("red fox").inputType(EmbeddingInputType.QUERY).build();
    String spelledOut = Profile.BGE_SMALL_EN.queryInstruction() + "red fox";

    assertThat(bundled("*").embed(asQuery).embeddings().getFirst())
        .isEqualTo(bundled("*").embed(spelledOut).content())
        .isNotEqualTo(bundled("*").embed("red fox").content());
  }

  @Test
  void embed_chineseQuery_isEmbeddedAsItStands() {
    var asQuery = EmbeddingRequest.builder().input("多久可以退货？").inputType(EmbeddingInputType.QUERY).build();

    assertThat(bundled("zh").embed(asQuery).embeddings().getFirst())
        .isEqualTo(bundled("zh").embed("多久可以退货？").content());
  }

  @Test
  void embed_manyThreadsAtOnce_giveTheVectorsOfOneThread() throws Exception {
    var model = new BundledModel(Profile.BGE_SMALL_EN);
    Callable<float[]> call = () -> model.embed("the same text").content().vector();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var vectors = threads.invokeAll(Collections.nCopies(8, call));

      for (var vector : vectors) {
        assertThat(vector.get()).isEqualTo(bundled("*").embed("the same text").content().vector());
      }
    }
  }

  private static EmbeddingModel bundled(String language) {
    return Objects.requireNonNull(Embeddings.bundled().get(language));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
