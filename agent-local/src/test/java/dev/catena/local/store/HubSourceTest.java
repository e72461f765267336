package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.INTERRUPTED;
import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSourceTest {
  private static final String REFERENCE = "hf:owner/repo/folder/model.gguf";

  @TempDir
  private Path home;

  private final FakeHub hub = new FakeHub(Bytes.some(1_000_000));
  private Fixture fixture;

  @BeforeEach
  void pointToTheHub() {
    fixture = new Fixture(home);
    fixture.environment.put("HF_ENDPOINT", hub.endpoint() + "/");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private ModelFile fetch() {
    return fixture.store().fetch(REFERENCE, Progress.none());
  }

  private Path part() {
    return Partial.partOf(home.resolve("models/hf/owner/repo/folder/model.gguf"));
  }

  @Test
  void fetch_fileOfTheHub_hasTheBytesAndTheHash() {
    var model = fetch();

    assertThat(model.path()).hasBinaryContent(hub.content);
    assertThat(model.sha256()).isEqualTo(hub.sha256);
  }

  @Test
  void fetch_token_goesToTheHubAndNoFurther() {
    fixture.environment.put("HF_TOKEN", "hf_secret123456");

    fetch();

    assertThat(hub.seen).allSatisfy(request ->
        assertThat(request.authorization()).isEqualTo(request.host().equals("front") ? "Bearer hf_secret123456" : ""));
  }

  @Test
  void fetch_otherBytesThanTheHubSays_areRefusedAndThrownAway() {
    hub.sha256 = "0".repeat(64);

    assertThatExceptionOfType(StoreException.class).isThrownBy(this::fetch).returns(CORRUPT, StoreException::reason);
    assertThat(part()).doesNotExist();
  }

  @Test
  void fetch_anotherFileThanTheCatalogueSays_isNotDownloaded() throws IOException {
    fixture.knowing(Bytes.some(10), "hf:owner/repo/small.gguf");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fixture.store().fetch("small", Progress.none()))
        .withMessageContaining("has another file now")
        .returns(CORRUPT, StoreException::reason);
    assertThat(hub.downloads()).isZero();
  }

  @Test
  void fetch_hubWithoutHash_isNotTrusted() {
    hub.sha256 = "";

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .withMessageContaining("states no SHA-256")
        .returns(UNAVAILABLE, StoreException::reason);
  }

  @Test
  void fetch_connectionBreaks_isTakenUpWhereItBroke() {
    hub.breakAfter = 300_000;

    assertThat(fetch().path()).hasBinaryContent(hub.content);
    assertThat(hub.downloads()).isEqualTo(4);
  }

  @Test
  void fetch_connectionStalls_isGivenUpAndTakenUp() {
    hub.breakAfter = 600_000;
    hub.stalls = true;

    assertThat(fetch().path()).hasBinaryContent(hub.content);
    assertThat(hub.downloads()).isEqualTo(2);
  }

  @Test
  void fetch_connectionBringsNothing_fails() {
    hub.breakAfter = 0;

    assertThatExceptionOfType(StoreException.class).isThrownBy(this::fetch).returns(NO_NETWORK, StoreException::reason);
  }

  @Test
  void fetch_partOfTheSameFile_asksForTheRest() throws IOException {
    leavePart(hub.sha256);

    assertThat(fetch().path()).hasBinaryContent(hub.content);
    assertThat(hub.seen.getLast().range()).isEqualTo("bytes=400000-");
  }

  @Test
  void fetch_partOfAnotherFile_beginsAgain() throws IOException {
    leavePart("1".repeat(64));

    assertThat(fetch().path()).hasBinaryContent(hub.content);
    assertThat(hub.seen.getLast().range()).isEmpty();
  }

  @Test
  void fetch_hubThatCannotGoOn_beginsAgain() throws IOException {
    leavePart(hub.sha256);
    hub.ignoresRange = true;

    assertThat(fetch().path()).hasBinaryContent(hub.content);
  }

  @Test
  void fetch_partThatWasDamaged_isFetchedAnewTheNextTime() throws IOException {
    leavePart(hub.sha256);
    Files.write(part(), new byte[400_000]);

    assertThatExceptionOfType(StoreException.class).isThrownBy(this::fetch).returns(CORRUPT, StoreException::reason);
    assertThat(fetch().path()).hasBinaryContent(hub.content);
  }

  private void leavePart(String etag) throws IOException {
    Files.createDirectories(home.resolve("models/hf/owner/repo/folder"));
    Files.write(part(), Arrays.copyOf(hub.content, 400_000));
    Files.writeString(
        part().resolveSibling("model.gguf.part.from"), hub.endpoint() + "/owner/repo/resolve/main/folder/model.gguf " + etag + "\n");
  }

  @Test
  void fetch_gatedRepository_namesTheToken() {
    hub.status = 401;

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .withMessageContainingAll("401", "HF_TOKEN")
        .returns(UNAVAILABLE, StoreException::reason);
  }

  @Test
  void fetch_noSuchFile_saysSo() {
    hub.status = 404;

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .withMessageContainingAll("there is no such file", REFERENCE.substring("hf:owner/repo/".length()));
  }

  @Test
  void fetch_hubIsAway_namesTheHostAndTheWaysOut() {
    hub.close();

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .withMessageContainingAll("cannot reach 127.0.0.1", "CATENA_HOME")
        .returns(NO_NETWORK, StoreException::reason);
  }

  @Test
  void fetch_endpointThatIsNoAddress_namesTheVariable() {
    fixture.environment.put("HF_ENDPOINT", "my hub");

    assertThatExceptionOfType(StoreException.class).isThrownBy(this::fetch).withMessageContainingAll("HF_ENDPOINT", "my hub");
  }

  @Test
  void fetch_endpointWithPassword_isNotRepeatedInMessages() {
    fixture.environment.put("HF_ENDPOINT", hub.endpoint().replace("//", "//me:geheim@"));
    hub.status = 500;

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .satisfies(failure -> assertThat(failure).message().doesNotContain("geheim"));
  }

  @Test
  void fetch_interruptedWhileItWaits_endsAndKeepsTheStatus() throws InterruptedException {
    hub.gate = new CountDownLatch(1);
    var outcome = new CompletableFuture<StoreException.Reason>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        fetch();
      } catch (StoreException e) {
        outcome.complete(Thread.currentThread().isInterrupted() ? e.reason() : StoreException.Reason.IO);
      }
    });
    Awaitility.await().until(() -> hub.downloads() == 1);

    thread.interrupt();
    thread.join();

    assertThat(outcome).isCompletedWithValue(INTERRUPTED);
  }
}
