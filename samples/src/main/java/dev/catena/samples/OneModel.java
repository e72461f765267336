package dev.catena.samples;

import dev.catena.local.LocalModel;
import dev.langchain4j.model.chat.ChatModel;

/// One model: a question, and an answer from this process. The first start fetches the weights.
public final class OneModel {
  private OneModel() {}

  /// Asks the bundled model.
  ///
  /// @param args the question; one about the sky when there is none
  public static void main(String[] args) {
    // tag::readme[]
    try (var model = LocalModel.open()) {
      System.out.println(answer(model, args.length == 0 ? "Why is the sky blue?" : String.join(" ", args)));
    }
    // end::readme[]
  }

  /// Answers in one piece. The bundled model is a plain LangChain4j [ChatModel]: any other one does here too.
  ///
  /// @param model who answers
  /// @param question what is asked
  /// @return the answer
  public static String answer(ChatModel model, String question) {
    return model.chat(question);
  }
}
