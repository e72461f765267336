package dev.catena.local;

import dev.catena.local.dialect.Dialect;
import dev.catena.local.llama.Vocabulary;
import dev.catena.local.runner.Prompt;
import dev.catena.local.template.ChatTemplate;
import dev.catena.local.template.Piece;
import dev.catena.local.template.Rendering;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import java.util.List;
import java.util.stream.IntStream;

/// From messages to tokens. Thread-safe.
final class PromptWriter {

  private final Vocabulary vocabulary;
  private final ChatTemplate template;
  private final Dialect dialect;

  PromptWriter(Vocabulary vocabulary, ChatTemplate template, Dialect dialect) {
    this.vocabulary = vocabulary;
    this.template = template;
    this.dialect = dialect;
  }

  Prompt write(List<ChatMessage> messages, List<ToolSpecification> tools) {
    Rendering rendering = template.render(
        messages.stream().map(this::withCallsAsText).toList(), tools.isEmpty() ? "" : dialect.present(tools));
    int[] prefix = tokens(rendering.pieces().subList(0, rendering.prefixPieces()));
    int[] rest = tokens(rendering.pieces().subList(rendering.prefixPieces(), rendering.pieces().size()));
    IntStream start = vocabulary.bos() < 0 ? IntStream.empty() : IntStream.of(vocabulary.bos());
    int[] fixed = IntStream.concat(start, IntStream.of(prefix)).toArray();
    return new Prompt(IntStream.concat(IntStream.of(fixed), IntStream.of(rest)).toArray(), fixed.length);
  }

  private ChatMessage withCallsAsText(ChatMessage message) {
    if (!(message instanceof AiMessage answer) || !answer.hasToolExecutionRequests()) {
      return message;
    }
    String calls = dialect.write(answer.toolExecutionRequests());
    String text = answer.text();
    return AiMessage.from(text == null || text.isBlank() ? calls : text.stripTrailing() + "\n" + calls);
  }

  private int[] tokens(List<Piece> pieces) {
    return pieces.stream()
        .flatMapToInt(piece -> IntStream.of(vocabulary.tokenize(piece.text(), piece.special())))
        .toArray();
  }
}
