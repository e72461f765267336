package dev.catena.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.catena.local.LocalModel;
import dev.catena.local.LocalTokenUsage;
import dev.catena.local.store.ModelStore;
import dev.catena.local.store.Progress;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Our side of `decode`: [LocalModel] in a process of its own, spoken to as [Side] says.
final class LocalSide {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalSide() {}

  /// The process.
  ///
  /// With one active processor the model reads prompts with one thread, too; else it takes all cores that it finds idle.
  static ProcessBuilder command(String model, int contextTokens) {
    return new ProcessBuilder(
        System.getProperty("java.home") + "/bin/java",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:ActiveProcessorCount=1",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-cp",
        System.getProperty("java.class.path"),
        LocalSide.class.getName(),
        model,
        Integer.toString(contextTokens));
  }

  /// `MODEL CONTEXT_TOKENS`
  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int contextTokens = Integer.parseInt(args[1]);
    try (LocalModel model = LocalModel.builder().model(args[0]).contextTokens(contextTokens).threads(1).open()) {
      String natives = ModelStore.standard().natives(Progress.none()).getFileName().toString();
      out.println(JSON.writeValueAsString(
          Map.of("engine", "Catena LocalModel, natives " + natives, "contextTokens", contextTokens, "threads", 1)));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(JSON.writeValueAsString(answer(model, JSON.readValue(line, Side.Task.class))));
      }
    }
  }

  private static Object answer(LocalModel model, Side.Task task) {
    var request = ChatRequest.builder()
        .messages(List.of(SystemMessage.from(task.instructions()), UserMessage.from(task.question())))
        .maxOutputTokens(task.outputTokens())
        .temperature(0.0)
        .build();
    var watch = new Watch();
    model.streaming().chat(request, watch);
    return watch.result();
  }

  private static final class Watch implements StreamingChatResponseHandler {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpu = system.getProcessCpuTime();
    private final long began = System.nanoTime();
    private long first;
    private long firstCpu;
    private long last;
    private long lastCpu;
    private @Nullable ChatResponse response;
    private @Nullable Throwable failure;

    @Override
    public void onPartialResponse(String part) {
      last = System.nanoTime();
      lastCpu = system.getProcessCpuTime();
      if (first == 0) {
        first = last;
        firstCpu = lastCpu;
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      response = complete;
    }

    @Override
    public void onError(Throwable error) {
      failure = error;
    }

    Object result() {
      if (response == null) {
        return Map.of("error", String.valueOf(failure));
      }
      var usage = (LocalTokenUsage) response.tokenUsage();
      return new Speed(
          usage.inputTokenCount(),
          usage.inputTokenCount() - usage.cachedInputTokens(),
          usage.outputTokenCount(),
          millis(first - began),
          millis(last - first),
          millis(firstCpu - cpu),
          millis(lastCpu - firstCpu),
          response.aiMessage().text());
    }

    private static double millis(long nanos) {
      return nanos / 1e6;
    }
  }
}
