package dev.catena.local;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import org.jspecify.annotations.Nullable;

/// What a request may ask of a local model. What it cannot do is refused, never ignored.
final class Requests {

  private Requests() {}

  static void check(ChatRequest request, String model) {
    ResponseFormat format = request.responseFormat();
    refuse(format != null && format.type() == ResponseFormatType.JSON, "responseFormat", "JSON");
    refuse(isSet(request.frequencyPenalty()), "frequencyPenalty", request.frequencyPenalty());
    refuse(isSet(request.presencePenalty()), "presencePenalty", request.presencePenalty());
    String asked = request.modelName();
    refuse(asked != null && !asked.equals(model), "modelName", asked);
  }

  private static boolean isSet(@Nullable Double penalty) {
    return penalty != null && penalty != 0;
  }

  private static void refuse(boolean present, String field, @Nullable Object value) {
    if (present) {
      throw new UnsupportedFeatureException(
          "the local model does not do %s = %s; leave it out of the request".formatted(field, value));
    }
  }
}
