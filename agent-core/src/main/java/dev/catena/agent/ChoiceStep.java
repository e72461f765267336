package dev.catena.agent;

import dev.catena.run.Body;
import dev.catena.run.Codec;
import dev.catena.run.Codecs;
import dev.catena.run.StepContext;
import dev.catena.run.StepFailedException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.RetriableException;
import java.util.List;

/// The step that asks the policy. A text that is given is shown like a model's.
record ChoiceStep(ReplyPolicy policy, List<ToolSpecification> tools) implements Body.Leaf<ChoiceStep.Question, ReplyChoice> {
  @Override
  public ReplyChoice run(Question question, StepContext step) throws InterruptedException {
    try {
      ReplyChoice choice = policy.choose(question.request().chatRequest(tools), question.text(), question.passages());
      if (choice.kind() == ReplyChoice.Kind.SAID) {
        step.show(new Shown.Text(choice.text()));
      }
      return choice;
    } catch (RuntimeException e) {
      RuntimeException failure = Interrupts.unwrap(e);
      String text = "the reply policy failed: " + failure.getMessage();
      throw new StepFailedException(ModelStep.MODEL_FAILED, text, failure instanceof RetriableException);
    }
  }

  /// What the model is about to be asked.
  ///
  /// @param text the user's words alone
  /// @param passages how many of them it is shown
  record Question(ModelRequest request, String text, int passages) {
    static final Codec<Question> CODEC =
        new Codec<>() {
          private final Codec<Text> codec = Codecs.json(Text.class);

          @Override
          public String encode(Question it) {
            return codec.encode(new Text(ModelRequest.CODEC.encode(it.request()), it.text(), it.passages()));
          }

          @Override
          public Question decode(String json) {
            Text read = codec.decode(json);
            return new Question(ModelRequest.CODEC.decode(read.request()), read.text(), read.passages());
          }

          @Override
          public String identity(Question it) {
            return codec.encode(new Text(ModelRequest.CODEC.identity(it.request()), it.text(), it.passages()));
          }
        };

    private record Text(String request, String text, int passages) {}
  }
}
