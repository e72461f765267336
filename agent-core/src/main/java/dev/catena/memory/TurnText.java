package dev.catena.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catena.journal.JournalException;
import dev.catena.journal.JsonSequence;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// The messages of a turn as a [JsonSequence], each in the words in which the steps of its run are recorded, so that a store keeps
/// them once: a plain question is a JSON string, a tool's result the object `{"text": …}` with a `code` when it failed, and every
/// other message LangChain4j's JSON. Which call a result answers follows from its place.
final class TurnText {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TEXT = "text";
  private static final String CODE = "code";
  private static final String TYPE = "type"; // every message of LangChain4j has one

  private TurnText() {}

  static String write(Turn turn) {
    return JsonSequence.of(turn.messages().stream().map(TurnText::write).toList());
  }

  private static String write(ChatMessage message) {
    return switch (message) {
      case UserMessage user when user.hasSingleText() && user.equals(UserMessage.from(user.singleText())) ->
          JSON.getNodeFactory().textNode(user.singleText()).toString();
      case ToolExecutionResultMessage result when isPlain(result) -> write(result);
      default -> ChatMessageSerializer.messageToJson(message);
    };
  }

  private static boolean isPlain(ToolExecutionResultMessage result) {
    return result.hasSingleText() && result.attributes().isEmpty();
  }

  private static String write(ToolExecutionResultMessage result) {
    ObjectNode json = JSON.createObjectNode();
    if (Boolean.TRUE.equals(result.isError())) {
      json.put(CODE, "failed");
    }
    return json.put(TEXT, result.text()).toString();
  }

  static Turn read(String id, String sequence) {
    List<ChatMessage> messages = new ArrayList<>();
    Queue<ToolExecutionRequest> open = new ArrayDeque<>();
    for (String text : JsonSequence.texts(sequence)) {
      ChatMessage message = message(text, open);
      if (message instanceof AiMessage reply) {
        open.addAll(reply.toolExecutionRequests());
      } else if (message instanceof ToolExecutionResultMessage) {
        open.poll();
      }
      messages.add(message);
    }
    return new Turn(id, messages);
  }

  private static ChatMessage message(String text, Queue<ToolExecutionRequest> open) {
    if (text.startsWith("\"")) {
      return UserMessage.from(tree(text).textValue());
    }
    ToolExecutionRequest call = open.peek();
    if (call == null) {
      return ChatMessageDeserializer.messageFromJson(text);
    }
    JsonNode json = tree(text);
    if (json.has(TYPE)) {
      return ChatMessageDeserializer.messageFromJson(text);
    }
    return ToolExecutionResultMessage.builder()
        .id(call.id())
        .toolName(call.name())
        .text(json.path(TEXT).textValue())
        .isError(json.has(CODE))
        .build();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new JournalException("a message of a turn is no JSON: " + text, e);
    }
  }
}
