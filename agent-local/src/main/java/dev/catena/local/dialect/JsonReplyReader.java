package dev.catena.local.dialect;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds calls written as JSON: bare, in a list, in a fence, in `<tool_call>` tags, with doubled braces.
@SuppressWarnings("JdkObsolete") // hitEnd says whether more text could still make an opening, which nothing else does
final class JsonReplyReader implements ReplyReader {

  /// What every call begins with: an optional wrapping, braces, and one of the keys of a call.
  private static final Pattern OPENING = Pattern.compile(
      "(?:<tool_call>\\s*|```(?:json)?\\s*)?(?<json>\\[?\\s*\\{\\s*\\{?\\s*\"(?:name|arguments|parameters|function|type)\")");

  private static final Pattern FIRST_CHARACTER = Pattern.compile("[{\\[`<]");

  private static final Pattern CLOSING = Pattern.compile("\\s*(?:```|</tool_call>|,)?\\s*");

  private final Collection<String> tools;
  private final List<ToolExecutionRequest> calls = new ArrayList<>();
  private final StringBuilder held = new StringBuilder();
  private boolean calledUnknown;
  private boolean over;

  JsonReplyReader(Collection<String> tools) {
    this.tools = List.copyOf(tools);
  }

  @Override
  public String feed(String text) {
    held.append(text);
    return drain(false);
  }

  @Override
  public String finish(boolean whole) {
    StringBuilder text = new StringBuilder(drain(true));
    if (!over && !held.isEmpty()) {
      if (!(whole && acceptUnclosed())) {
        text.append(held);
      }
      held.setLength(0);
    }
    return text.toString();
  }

  /// Releases text from the front, and takes calls out, as far as it is sure.
  private String drain(boolean ended) {
    StringBuilder text = new StringBuilder();
    while (!over && !held.isEmpty()) {
      if (foundCall() && !dropClosing(ended)) {
        break;
      }
      if (held.isEmpty()) {
        break;
      }
      Matcher first = FIRST_CHARACTER.matcher(held);
      int plain = first.find() ? first.start() : held.length();
      if (plain > 0) {
        release(plain, text);
        continue;
      }
      Matcher opening = OPENING.matcher(held);
      if (opening.lookingAt()) {
        int end = Braces.end(held, opening.start("json"));
        if (end < 0) {
          break;
        }
        take(opening.start("json"), end, text);
      } else if (opening.hitEnd() && !ended) {
        break;
      } else {
        release(1, text);
      }
    }
    return text.toString();
  }

  /// Behind a call, text would be an invented result: the answer is over.
  private void release(int length, StringBuilder text) {
    if (foundCall()) {
      over = true;
      held.setLength(0);
      return;
    }
    text.append(held, 0, length);
    held.delete(0, length);
  }

  private void take(int start, int end, StringBuilder text) {
    List<CallJson.Call> found = CallJson.read(held.substring(start, end));
    if (found.isEmpty()) {
      release(end, text);
    } else {
      held.delete(0, end);
      found.forEach(this::accept);
    }
  }

  /// Removes the end of a call's wrapping.
  ///
  /// @return false when more text must come before that is known to be done
  private boolean dropClosing(boolean ended) {
    Matcher closing = CLOSING.matcher(held);
    if (!closing.lookingAt()) {
      return true;
    }
    boolean unsure = closing.hitEnd() || mayBeClosing(held.toString().stripLeading());
    if (unsure && !ended) {
      return false;
    }
    held.delete(0, closing.end());
    return true;
  }

  private static boolean mayBeClosing(String text) {
    return "</tool_call>".startsWith(text) || "```".startsWith(text);
  }

  private boolean foundCall() {
    return calledUnknown || !calls.isEmpty();
  }

  /// Closing braces left out at the end of an answer are added.
  private boolean acceptUnclosed() {
    Matcher opening = OPENING.matcher(held);
    if (!opening.lookingAt()) {
      return false;
    }
    String json = held.substring(opening.start("json")).replaceFirst("\\s*(?:```|</tool_call>)\\s*$", "");
    List<CallJson.Call> found = List.of();
    for (String ending : List.of("", "}", "}}", "}]", "}}]")) {
      found = found.isEmpty() ? CallJson.read(json + ending) : found;
      found = found.isEmpty() ? CallJson.read(Braces.single(json) + ending) : found;
    }
    found.forEach(this::accept);
    return !found.isEmpty();
  }

  private void accept(CallJson.Call call) {
    Optional<String> name = offered(call.name());
    calledUnknown |= name.isEmpty();
    name.ifPresent(known -> calls.add(ToolExecutionRequest.builder()
        .id("call-" + (calls.size() + 1))
        .name(known)
        .arguments(call.arguments())
        .build()));
  }

  /// The offered tool of this name, or the only one with the same last segment.
  private Optional<String> offered(String written) {
    if (tools.contains(written)) {
      return Optional.of(written);
    }
    List<String> alike = tools.stream()
        .filter(tool -> lastSegment(tool).equals(lastSegment(written)))
        .toList();
    return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
  }

  private static String lastSegment(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public List<ToolExecutionRequest> calls() {
    return List.copyOf(calls);
  }

  @Override
  public boolean calledUnknown() {
    return calledUnknown;
  }
}
