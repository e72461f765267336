package dev.catena.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tools that are offered to a model, and the gate that each of its calls must pass. Immutable, safe for use by many threads.
public final class Toolbox {
  private static final Toolbox NONE = new Toolbox(Map.of());
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int MOST_NAMES_SHOWN = 20;

  private final Map<String, Entry> entries;

  private Toolbox(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /// The toolbox without tools.
  public static Toolbox none() {
    return NONE;
  }

  /// A toolbox of [Tool]s and of objects with `@Tool` methods.
  ///
  /// Tools stand in the order given; the methods of one object in the order of their tools' names, since a class file does not
  /// keep the order of its source. Names, descriptions, optional parameters and defaults are LangChain4j's: `@Tool`, `@P`,
  /// `Optional`.
  ///
  /// @throws InvalidToolException if an object has no `@Tool` method, if a name is taken twice or is one that providers refuse, or
  ///     if a method cannot be offered as it is written
  public static Toolbox of(Object... toolsOrAnnotatedObjects) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Object source : toolsOrAnnotatedObjects) {
      Objects.requireNonNull(source, "tool");
      List<? extends Tool> tools = source instanceof Tool tool ? List.of(tool) : AnnotatedMethods.toolsOf(source);
      tools.forEach(tool -> add(entries, tool));
    }
    return new Toolbox(entries);
  }

  private static void add(Map<String, Entry> entries, Tool tool) {
    String name = tool.specification().name();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidToolException(
          "tool '%s': providers refuse this name; use 1 to 64 of the characters a-z A-Z 0-9 _ - (@Tool(name = …))".formatted(name));
    }
    if (entries.putIfAbsent(name, new Entry(tool, ArgumentGate.of(tool))) != null) {
      throw new InvalidToolException("tool '%s' is there twice; give one of them another name (@Tool(name = …))".formatted(name));
    }
  }

  /// The same tools, whose [Tool#secrets()] are sealed: they are run with sealed arguments, and [#check] gives such.
  ///
  /// @throws SecretKeyException if the current key is missing or is none for AES-256
  public Toolbox withSecrets(SecretKeys keys) {
    Seal seal = new Seal(keys);
    seal.check();
    Map<String, Entry> sealed = new LinkedHashMap<>();
    entries.forEach((name, entry) -> sealed.put(name, entry.sealed(seal)));
    return new Toolbox(sealed);
  }

  /// The call with its secret arguments sealed, to be recorded. Of a toolbox without secrets, the call as it is; of another, also
  /// the arguments for a tool that is not there are withheld, since its name may be a mistake. What is sealed already stays so.
  ///
  /// @throws SecretKeyException if the current key is missing
  public ToolExecutionRequest seal(ToolExecutionRequest request) {
    if (entries.values().stream().allMatch(entry -> entry.gate().secrets().isEmpty())) {
      return request;
    }
    Entry entry = entries.get(String.valueOf(request.name()));
    String arguments = entry == null
        ? SecretArguments.WITHHELD
        : entry.gate().secrets().map(secrets -> secrets.seal(request.arguments())).orElse(request.arguments());
    return request.toBuilder().arguments(arguments).build();
  }

  /// What to offer the model, always in the same order.
  public List<ToolSpecification> specifications() {
    return entries.values().stream().map(entry -> entry.tool().specification()).toList();
  }

  /// The tool of that exact name.
  public Optional<Tool> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::tool);
  }

  /// Decides whether a call may be made, before any code of the tool runs.
  ///
  /// The arguments must be one JSON object (or a string that holds one; nothing at all stands for no arguments). Text that
  /// is exactly a number or a truth value is taken as such where the schema wants that, and a number as text; a null for an
  /// optional argument is left out; defaults are filled in. What then does not fit the schema is refused.
  public CheckedCall check(ToolExecutionRequest request) {
    Entry entry = entries.get(request.name());
    if (entry == null) {
      return new CheckedCall.Refused(unknown(String.valueOf(request.name())));
    }
    return switch (entry.gate().check(request.arguments())) {
      case ArgumentGate.Passed passed -> new CheckedCall.Ready(entry.tool(), passed.canonical());
      case ArgumentGate.Stopped stopped -> new CheckedCall.Refused(stopped.why());
    };
  }

  private ToolResult.Failure unknown(String name) {
    if (entries.isEmpty()) {
      return new ToolResult.Failure(ToolResult.UNKNOWN_TOOL, "There are no tools. Answer without one.");
    }
    String nearest = Nearest.to(name, entries.keySet()).map(" Did you mean '%s'?"::formatted).orElse("");
    String names = entries.keySet().stream().limit(MOST_NAMES_SHOWN).collect(Collectors.joining(", "));
    String more = entries.size() > MOST_NAMES_SHOWN ? " and %d more".formatted(entries.size() - MOST_NAMES_SHOWN) : "";
    return new ToolResult.Failure(
        ToolResult.UNKNOWN_TOOL, "There is no tool '%s'.%s The tools are: %s%s.".formatted(Nearest.shown(name), nearest, names, more));
  }

  @Override
  public String toString() {
    return "Toolbox" + Arrays.toString(entries.keySet().toArray());
  }

  private record Entry(Tool tool, ArgumentGate gate) {
    Entry sealed(Seal seal) {
      if (tool.secrets().isEmpty()) {
        return this;
      }
      ArgumentGate opening = gate.opening(seal);
      return new Entry(new SealedTool(tool, opening.secrets().orElseThrow()), opening);
    }
  }
}
