package dev.catena.testkit;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.function.Function;

/// A [ChatModel] that does what a test wrote down, and fails the test when script and run part ways. Safe for use by many threads.
///
/// ```java
/// var model = ScriptedModel.of(Reply.call("refund", "{\"order\":\"1123\"}"), Reply.text("Done."));
/// ```
public final class ScriptedModel implements ChatModel {
  private final Script script;

  private ScriptedModel(Script script) {
    this.script = script;
  }

  /// A model with one reply for each request, in this order.
  public static ScriptedModel of(Reply... replies) {
    return new ScriptedModel(new Script(List.of(replies)));
  }

  /// A model that answers each request with these texts, in this order.
  public static ScriptedModel of(String... texts) {
    return new ScriptedModel(new Script(List.of(texts).stream().map(Reply::text).toList()));
  }

  /// A model whose replies are computed from the requests. The function is called by many threads when the model is.
  public static ScriptedModel from(Function<ChatRequest, Reply> answers) {
    return new ScriptedModel(new Script(answers));
  }

  /// The requests so far, in the order they came.
  public List<ChatRequest> requests() {
    return script.requests();
  }

  /// Checks that every reply was asked for, and none beyond.
  ///
  /// @throws AssertionError if not
  public void assertFinished() {
    script.assertFinished();
  }

  /// Does what the script says.
  ///
  /// @throws AssertionError if the script has no further reply
  @Override
  public ChatResponse doChat(ChatRequest request) {
    return switch (script.next(request)) {
      case Reply.Message reply -> script.complete(request, reply.message());
      case Reply.Response reply -> reply.response();
      case Reply.Failure reply -> throw reply.error();
      case Reply.Waiting _, Reply.Silence _ -> throw Script.awaitInterrupt();
    };
  }
}
