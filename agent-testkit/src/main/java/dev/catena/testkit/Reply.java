package dev.catena.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Objects;

/// What a scripted model does when it is asked.
public sealed interface Reply {
  /// Answers with text.
  static Reply text(String text) {
    return new Message(AiMessage.from(text));
  }

  /// Asks for one tool call.
  ///
  /// @param argumentsJson as a model would write them, valid or not
  static Reply call(String tool, String argumentsJson) {
    return calls(ToolExecutionRequest.builder().name(tool).arguments(argumentsJson).build());
  }

  /// Asks for several tool calls at once. Those without an id get one from the model: `call-1`, `call-2`, … over all its replies.
  static Reply calls(ToolExecutionRequest... calls) {
    return new Message(AiMessage.from(List.of(calls)));
  }

  /// Answers with this message; the model adds usage, finish reason and ids.
  static Reply message(AiMessage message) {
    return new Message(message);
  }

  /// Answers with exactly this response.
  static Reply response(ChatResponse response) {
    return new Response(response);
  }

  /// Fails before a first piece of text.
  static Reply failure(RuntimeException error) {
    return new Failure("", error);
  }

  /// Fails after some text. A model that does not stream only fails.
  static Reply failureAfter(String text, RuntimeException error) {
    return new Failure(text, error);
  }

  /// Gives no answer until the thread is interrupted; then fails with a [java.util.concurrent.CancellationException], and the
  /// thread is still interrupted.
  static Reply waiting() {
    return new Waiting("");
  }

  /// Gives some text, then nothing until the thread is interrupted. A model that does not stream only waits.
  static Reply waitingAfter(String text) {
    return new Waiting(text);
  }

  /// Gives some text and returns, with neither a response nor an error, as a provider whose connection was lost unnoticed. A
  /// model that does not stream waits.
  static Reply silenceAfter(String text) {
    return new Silence(text);
  }

  /// See [#message(AiMessage)].
  ///
  /// @param message what the model says
  record Message(AiMessage message) implements Reply {
    /// Checks the part.
    public Message {
      Objects.requireNonNull(message, "message");
    }
  }

  /// See [#response(ChatResponse)].
  ///
  /// @param response what the model answers
  record Response(ChatResponse response) implements Reply {
    /// Checks the part.
    public Response {
      Objects.requireNonNull(response, "response");
    }
  }

  /// See [#failureAfter(String, RuntimeException)].
  ///
  /// @param text streamed before, may be empty
  /// @param error what the caller gets
  record Failure(String text, RuntimeException error) implements Reply {
    /// Checks the parts.
    public Failure {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(error, "error");
    }
  }

  /// See [#waitingAfter(String)].
  ///
  /// @param text streamed before, may be empty
  record Waiting(String text) implements Reply {
    /// Checks the part.
    public Waiting {
      Objects.requireNonNull(text, "text");
    }
  }

  /// See [#silenceAfter(String)].
  ///
  /// @param text streamed before, may be empty
  record Silence(String text) implements Reply {
    /// Checks the part.
    public Silence {
      Objects.requireNonNull(text, "text");
    }
  }
}
