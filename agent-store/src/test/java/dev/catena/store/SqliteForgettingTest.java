package dev.catena.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catena.agent.Agent;
import dev.catena.agent.Forgetting;
import dev.catena.agent.Request;
import dev.catena.conformance.ForgettingContract;
import dev.catena.journal.Store;
import dev.catena.memory.ConversationId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.Secret;
import dev.catena.tool.SecretKeys;
import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteForgettingTest extends ForgettingContract {
  @TempDir private Path folder;
  private final List<SqliteStore> stores = new ArrayList<>();

  @Override
  protected Store store(InstantSource time) {
    SqliteStore store = SqliteStore.open(folder.resolve("store.db"), time);
    stores.add(store);
    return store;
  }

  @AfterEach
  void closeStores() {
    stores.forEach(SqliteStore::close);
  }

  @Test
  void conversation_forgotten_itsContentIsGoneFromTheFiles() throws IOException {
    Store store = store(InstantSource.system());
    try (Agent agent = Agent.builder("shop", ScriptedModel.of("noted", "noted")).store(store).build()) {
      agent.run(Request.of("my dog is called bramble").in("c").id("c1"));
      agent.run(Request.of("my cat is called thistle").in("d").id("d1"));
    }
    assertThat(files()).contains("bramble", "thistle");
    Forgetting.of(store).conversation(new ConversationId("c"));
    assertThat(files()).contains("thistle").doesNotContain("bramble");
  }

  @Test
  void run_secretArgument_isNowhereInTheFiles() throws IOException {
    Store store = store(InstantSource.system());
    var model = ScriptedModel.of(Reply.call("pay", "{\"pin\":\"swordfish-4711\"}"), Reply.text("Paid."));
    SecretKeys keys = SecretKeys.of("k1", new SecretKeySpec(new byte[32], "AES"));
    Till till = new Till();
    try (Agent agent = Agent.builder("shop", model).tools(till).secrets(keys).store(store).build()) {
      agent.run(Request.of("Please").in("c").id("c1"));
    }
    assertThat(till.pins).containsExactly("swordfish-4711");
    assertThat(files()).contains("$sealed:k1:").doesNotContain("swordfish");
    for (String stream : store.streams("", Store.Order.OLDEST_FIRST, null, 10)) {
      assertThat(store.read(stream, 0)).asString().doesNotContain("swordfish");
    }
  }

  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        all.append(Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  static class Till {
    private final List<String> pins = new ArrayList<>();

    @Tool
    String pay(@Secret String pin) {
      pins.add(pin);
      return "paid";
    }
  }
}
