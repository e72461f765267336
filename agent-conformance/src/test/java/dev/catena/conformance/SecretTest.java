package dev.catena.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catena.agent.Agent;
import dev.catena.agent.Decision;
import dev.catena.agent.Outcome;
import dev.catena.agent.Outcome.Answered;
import dev.catena.agent.Outcome.AwaitingApproval;
import dev.catena.agent.PendingCall;
import dev.catena.agent.Request;
import dev.catena.event.AgentEvent;
import dev.catena.journal.Entry;
import dev.catena.journal.MemoryStore;
import dev.catena.journal.Store;
import dev.catena.run.Effect;
import dev.catena.run.EmbeddedEngine;
import dev.catena.run.Engine;
import dev.catena.run.RunId;
import dev.catena.testkit.Reply;
import dev.catena.testkit.ScriptedModel;
import dev.catena.tool.InvalidToolException;
import dev.catena.tool.NeedsApproval;
import dev.catena.tool.Secret;
import dev.catena.tool.SecretKeyException;
import dev.catena.tool.SecretKeys;
import dev.catena.tool.SideEffect;
import dev.catena.tool.ToolContext;
import dev.catena.tool.Toolbox;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Arguments that nobody but their tool may see.
@Timeout(60)
class SecretTest {
  private static final String PIN = "swordfish-4711";
  private static final String ARGUMENTS = "{\"account\":\"A-1\",\"pin\":\"" + PIN + "\"}";
  private static final Request REQUEST = Request.of("Please").in("c").id("ticket-88");
  private static final RunId RUN = new RunId("shop/ticket-88");

  private final MovableClock clock = new MovableClock();
  private final Store store = new MemoryStore();
  private final Keys keys = new Keys();
  private final Shop shop = new Shop();
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void run_secretArgument_toolGetsItAndNobodyElse() {
    var model = ScriptedModel.of(Reply.call("pay", ARGUMENTS), Reply.text("Done."));
    Outcome outcome = agent(store, model).run(REQUEST);
    assertThat(shop.pins).containsExactly(PIN);
    assertThat(outcome).isInstanceOf(Answered.class).asString().contains("$sealed:k1:").doesNotContain(PIN);
    assertThat(events).isNotEmpty().asString().doesNotContain(PIN);
    assertThat(model.requests()).hasSize(2).asString().contains("$sealed:k1:").doesNotContain(PIN);
    assertThat(recorded()).contains("$sealed:k1:").doesNotContain(PIN);
  }

  @Test
  void run_toolTellsItsSecret_isMasked() {
    shop.telling = true;
    Outcome outcome = agent(store, ScriptedModel.of(Reply.call("pay", ARGUMENTS), Reply.text("Done."))).run(REQUEST);
    assertThat(outcome.toolCalls().getFirst().result()).isEqualTo("wrong pin ***");
    assertThat(events).asString().doesNotContain(PIN);
    assertThat(recorded()).doesNotContain(PIN);
  }

  @Test
  void run_secretDoesNotFit_refusalDoesNotTellIt() {
    var model = ScriptedModel.of(
        Reply.call("pay", "{\"account\":\"A-1\",\"pin\":[\"" + PIN + "\"]}"),
        Reply.call("pay", "{\"account\":\"A-1\",\"pln\":\"" + PIN + "\"}"),
        Reply.call("pay", "{\"account\":\"A-1\",\"pin\":\"" + PIN),
        Reply.call("spay", ARGUMENTS),
        Reply.text("Sorry."));
    assertThat(agent(store, model).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.pins).isEmpty();
    assertThat(events.stream().filter(AgentEvent.RefusedCall.class::isInstance)).hasSize(4);
    assertThat(events).asString().doesNotContain(PIN);
    assertThat(recorded()).doesNotContain(PIN);
  }

  @Test
  void run_modelRepeatsTheCall_isAnsweredFromTheRecord() {
    var model = ScriptedModel.of(Reply.call("pay", ARGUMENTS), Reply.call("pay", ARGUMENTS), Reply.text("Done."));
    assertThat(agent(store, model).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.pins).containsExactly(PIN);
  }

  @Test
  void run_modelRepeatsAFailedCallWithTheToken_toolGetsTheSecretUnderTheSameKey() {
    shop.telling = true;
    var model = ScriptedModel.from(request -> {
      var last = request.messages().getLast();
      if (request.messages().size() == 1) {
        return Reply.call("pay", ARGUMENTS);
      }
      var call = ((AiMessage) request.messages().get(1)).toolExecutionRequests().getFirst();
      return request.messages().size() == 3 ? Reply.call("pay", call.arguments()) : Reply.text("Done: " + last.type());
    });
    assertThat(agent(store, model).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.pins).containsExactly(PIN, PIN);
    assertThat(shop.idempotencyKeys).hasSize(2).containsOnly(shop.idempotencyKeys.getFirst());
  }

  @Test
  void run_tokenThatWasNotCopiedExactly_isRefused() {
    String token = "$sealed:k1:AAAAAAAAAAAAAAAAAAAAAA:" + "A".repeat(60);
    var model = ScriptedModel.of(Reply.call("pay", "{\"account\":\"A-1\",\"pin\":\"" + token + "\"}"), Reply.text("Sorry."));
    agent(store, model).run(REQUEST);
    assertThat(shop.pins).isEmpty();
    assertThat(events).filteredOn(AgentEvent.RefusedCall.class::isInstance).asString().contains("must be copied exactly");
  }

  @Test
  void run_processDiesInTheTool_nextOneGivesTheSameSecretAndKey() {
    CrashingStore dying = new CrashingStore(store);
    shop.dying = dying;
    var first = agent(dying, ScriptedModel.of(Reply.call("pay", ARGUMENTS)));
    assertThatThrownBy(() -> first.run(REQUEST)).isInstanceOf(SimulatedCrash.class);
    shop.dying = null;
    keys.current = "k2";
    assertThat(agent(store, ScriptedModel.of(Reply.text("Done."))).run(REQUEST)).isInstanceOf(Answered.class);
    assertThat(shop.pins).containsExactly(PIN, PIN);
    assertThat(shop.idempotencyKeys).hasSize(2).containsOnly(shop.idempotencyKeys.getFirst());
  }

  @Test
  void resume_keyIsMissing_standsStillAndGoesOnWhenItIsBack() {
    PendingCall call = waiting("transfer").getFirst();
    SecretKey kept = keys.known.remove("k1");
    keys.current = "k2";
    Agent without = agent(store, ScriptedModel.of(Reply.text("Never.")));
    long before = store.last("run/" + RUN, 0).size();
    assertThatThrownBy(() -> without.decide(RUN, Decision.approve(call, "ann")))
        .isInstanceOf(SecretKeyException.class)
        .hasMessageContaining("no key 'k1'");
    assertThat(store.last("run/" + RUN, 0).size()).as("the decision alone").isEqualTo(before + 1);
    keys.known.put("k1", kept);
    assertThat(agent(store, ScriptedModel.of(Reply.text("Done."))).resume(RUN)).isInstanceOf(Answered.class);
    assertThat(shop.pins).containsExactly(PIN);
  }

  @Test
  void resume_anotherKeyUnderTheId_isRefused() {
    PendingCall call = waiting("transfer").getFirst();
    keys.known.put("k1", key(9));
    assertThatThrownBy(() -> agent(store, ScriptedModel.of(Reply.text("Never."))).decide(RUN, Decision.approve(call, "ann")))
        .isInstanceOf(SecretKeyException.class)
        .hasMessageContaining("'k1' is not the one that sealed argument 'pin' of tool 'transfer'");
    assertThat(shop.pins).isEmpty();
  }

  @Test
  void decide_approved_conditionAndToolSeeTheSecretAndThePersonDoesNot() {
    PendingCall call = waiting("transfer").getFirst();
    assertThat(call.toString()).contains("$sealed:k1:").doesNotContain(PIN);
    assertThat(shop.asked).contains(PIN);
    agent(store, ScriptedModel.of(Reply.text("Done."))).decide(RUN, Decision.approve(call, "ann"));
    assertThat(shop.pins).containsExactly(PIN);
  }

  @Test
  void decide_changedArguments_areSealedToo() {
    PendingCall call = waiting("transfer").getFirst();
    var model = ScriptedModel.of(Reply.text("Done."));
    agent(store, model).decide(RUN, Decision.approveChanged(call, "{\"account\":\"A-2\",\"pin\":\"marlin-0815\"}", "ann"));
    assertThat(shop.pins).containsExactly("marlin-0815");
    assertThat(recorded()).doesNotContain(PIN, "marlin-0815");
    assertThat(events).asString().doesNotContain("marlin-0815");
  }

  @Test
  void build_withoutKeys_isRefused() {
    assertThatThrownBy(() -> Agent.builder("shop", ScriptedModel.of("Hello.")).tools(new Pay()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'pin'", "'pay'", "Agent.Builder.secrets");
  }

  @Test
  void build_keyOfAnotherLength_isRefused() {
    SecretKeys small = SecretKeys.of("k", new SecretKeySpec(new byte[16], "AES"));
    assertThatThrownBy(() -> Agent.builder("shop", ScriptedModel.of("Hello.")).tools(new Pay()).secrets(small).build())
        .isInstanceOf(SecretKeyException.class)
        .hasMessageContaining("32 bytes");
  }

  @Test
  void toolbox_secretThatWouldBeShown_isRefused() {
    assertThatThrownBy(() -> Toolbox.of(new InComponent())).isInstanceOf(InvalidToolException.class).hasMessageContaining("whole parameter");
    assertThatThrownBy(() -> Toolbox.of(new InBusinessKey())).isInstanceOf(InvalidToolException.class).hasMessageContaining("business key");
  }

  private List<PendingCall> waiting(String tool) {
    Outcome outcome = agent(store, ScriptedModel.of(Reply.call(tool, ARGUMENTS))).run(REQUEST);
    return ((AwaitingApproval) outcome).calls();
  }

  private Agent agent(Store place, ScriptedModel model) {
    Engine engine = EmbeddedEngine.on(place, clock);
    return Agent.builder("shop", model).tools(shop).secrets(keys).store(place).engine(engine)
        .listener((run, event) -> events.add(event)).build();
  }

  private String recorded() {
    StringBuilder all = new StringBuilder();
    for (String stream : store.streams("", Store.Order.OLDEST_FIRST, null, 100)) {
      for (Entry entry : store.read(stream, 0)) {
        all.append(entry);
      }
    }
    return all.toString();
  }

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "AES");
  }

  private static final class Keys implements SecretKeys {
    private final Map<String, SecretKey> known = new ConcurrentHashMap<>(Map.of("k1", SecretTest.key(1), "k2", SecretTest.key(2)));
    private volatile String current = "k1";

    @Override
    public String current() {
      return current;
    }

    @Override
    public Optional<SecretKey> key(String id) {
      return Optional.ofNullable(known.get(id));
    }
  }

  static class Pay {
    @Tool
    @SideEffect(Effect.KEYED)
    String pay(String account, @Secret String pin) {
      return "paid " + account + (pin.isEmpty() ? "" : " with a pin");
    }
  }

  static class Shop {
    private final List<String> pins = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> idempotencyKeys = new ArrayList<>();
    private boolean telling;
    private @Nullable CrashingStore dying;

    @Tool
    @SideEffect(Effect.KEYED)
    String pay(String account, @Secret String pin, ToolContext context) {
      pins.add(pin);
      idempotencyKeys.add(context.idempotencyKey());
      context.progress("using " + pin);
      if (dying != null) {
        dying.crash();
      }
      if (telling) {
        throw new IllegalStateException("wrong pin " + pin);
      }
      return "paid " + account;
    }

    @Tool
    @SideEffect(Effect.KEYED)
    @NeedsApproval(when = "always")
    String transfer(String account, @Secret String pin) {
      pins.add(pin);
      return "moved " + account;
    }

    boolean always(String account, String pin) {
      asked.add(pin);
      return !account.isEmpty();
    }
  }

  record Login(String name, @Secret String pin) {}

  static class InComponent {
    @Tool
    String in(Login login) {
      return login.name();
    }
  }

  static class InBusinessKey {
    @Tool
    @SideEffect(value = Effect.KEYED, by = "pin")
    String in(@Secret String pin) {
      return "in " + pin.length();
    }
  }
}
