package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A long conversation: each turn is a question, a call of `order`, what it returns, and an answer. The texts are those of the
/// collection SciFact: the question is a document's title, the tool returns the document's text as JSON, the answer is its first
/// three sentences; so a turn has about 2.5 kB of plain English.
final class Turns {
  static final String TOOL = "order";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ANSWER_SENTENCES = 3;

  private final List<Collection.Doc> documents;

  private Turns(List<Collection.Doc> documents) {
    this.documents = documents;
  }

  static Turns read() throws IOException {
    Path data = Path.of(System.getenv().getOrDefault("CATENA_DATA", "data"));
    return new Turns(new ArrayList<>(Collection.read(data.resolve("scifact")).documents().values()));
  }

  String question(int turn) {
    return turn + ": " + document(turn).title();
  }

  String arguments(int turn) {
    return JSON.createObjectNode().put("turn", turn).toString();
  }

  String result(int turn) {
    return JSON.createObjectNode().put("turn", turn).put("text", document(turn).text()).toString();
  }

  String answer(int turn) {
    String[] sentences = document(turn).text().split("(?<=\\.) ");
    return turn + ": " + String.join(" ", List.of(sentences).subList(0, Math.min(ANSWER_SENTENCES, sentences.length)));
  }

  /// What the turn is in a conversation.
  List<ChatMessage> messages(int turn) {
    ToolExecutionRequest call = call(turn);
    return List.of(
        UserMessage.from(question(turn)),
        AiMessage.from(call),
        ToolExecutionResultMessage.from(call, result(turn)),
        AiMessage.from(answer(turn)));
  }

  /// A model that knows what to say, and takes no time for it.
  ChatModel model() {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        return ChatResponse.builder().aiMessage(reply(request.messages().getLast())).tokenUsage(new TokenUsage(1, 1)).build();
      }
    };
  }

  private AiMessage reply(ChatMessage last) {
    return switch (last) {
      case UserMessage user -> AiMessage.from(call(Integer.parseInt(user.singleText().substring(0, user.singleText().indexOf(':')))));
      case ToolExecutionResultMessage result -> AiMessage.from(answer(Integer.parseInt(result.id().substring(1))));
      default -> throw new IllegalStateException("the last message is " + last.type());
    };
  }

  private ToolExecutionRequest call(int turn) {
    return ToolExecutionRequest.builder().id("c" + turn).name(TOOL).arguments(arguments(turn)).build();
  }

  private Collection.Doc document(int turn) {
    return documents.get(turn % documents.size());
  }
}
