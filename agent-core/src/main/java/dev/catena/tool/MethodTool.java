package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catena.journal.JournalException;
import dev.catena.run.Effect;
import dev.catena.run.StandstillException;
import dev.catena.run.UnknownResultException;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A `@Tool` method of an object.
final class MethodTool implements Tool {
  private static final Logger log = LoggerFactory.getLogger(MethodTool.class);

  private final Object target;
  private final Method method;
  private final List<Argument> arguments;
  private final ToolSpecification specification;
  private final Optional<SideEffect> sideEffect;
  private final Optional<Approval> approval;
  private final Optional<SameArguments> reconciler;

  private MethodTool(Object target, Method method, List<Argument> arguments, ToolSpecification specification) {
    this.target = target;
    this.method = method;
    this.arguments = arguments;
    this.specification = specification;
    sideEffect = Optional.ofNullable(method.getAnnotation(SideEffect.class));
    approval = Optional.ofNullable(method.getAnnotation(NeedsApproval.class)).map(this::approval);
    reconciler = Beside.reconciler(name(), target, method);
  }

  /// The tool that a method is.
  ///
  /// @throws InvalidToolException if it cannot be offered as it is written
  static MethodTool of(Object target, Method method) {
    List<Argument> arguments = Argument.of(method);
    MethodTool tool = new MethodTool(target, method, arguments, MethodSpecification.of(method, arguments));
    tool.checkBusinessKey();
    tool.checkReconciler();
    tool.warnOfUnseenKey();
    if (!method.trySetAccessible()) {
      throw new InvalidToolException(
          "tool '%s': the method may not be called; open package %s to dev.catena.core"
              .formatted(tool.name(), method.getDeclaringClass().getPackageName()));
    }
    return tool;
  }

  private void checkBusinessKey() {
    businessKey().ifPresent(key -> {
      if (secrets().contains(key)) {
        throw new InvalidToolException(
            "tool '%s': @SideEffect(by = \"%s\") names a @Secret parameter; a business key is recorded".formatted(name(), key));
      }
      boolean required = arguments.stream().anyMatch(argument -> argument.name().equals(key) && argument.required());
      if (effect() != Effect.KEYED || !required) {
        throw new InvalidToolException(
            "tool '%s': @SideEffect(by = \"%s\") must name a required parameter of a KEYED tool".formatted(name(), key));
      }
    });
  }

  /// Such a tool may be one that can be repeated as it is, or one whose author forgot the key.
  private void warnOfUnseenKey() {
    if (effect() == Effect.KEYED && sideEffect.filter(declared -> declared.by().isEmpty()).isPresent() && !takesContext()) {
      log.warn(
          "tool '{}' is KEYED and takes no ToolContext: after a crash it runs again, and whoever gets the call cannot recognise it. "
              + "Take a ToolContext and pass its idempotencyKey() on, or declare ONCE",
          name());
    }
  }

  private boolean takesContext() {
    return List.of(method.getParameterTypes()).contains(ToolContext.class);
  }

  private void checkReconciler() {
    if (reconciler.isPresent() && effect() != Effect.ONCE) {
      throw new InvalidToolException(
          "tool '%s': @Reconciles is for an effect of ONCE; a %s call is made again".formatted(name(), effect()));
    }
  }

  private Approval approval(NeedsApproval needs) {
    Optional<SameArguments> condition = Beside.condition(name(), target, method, needs);
    return Approval.when(json -> condition.isEmpty() || holds(condition.get(), json)).within(Beside.patience(name(), needs));
  }

  private boolean holds(SameArguments condition, String json) {
    try {
      return Boolean.TRUE.equals(condition.call(values(json), null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the condition for the approval of '%s' was interrupted".formatted(name()), e);
    }
  }

  /// The arguments alone, in their order.
  private List<@Nullable Object> values(String json) {
    List<@Nullable Object> values = new ArrayList<>();
    try {
      JsonNode tree = Json.read(json);
      for (Argument argument : arguments) {
        values.add(argument.bind(tree));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("these are no arguments of '%s': %s".formatted(name(), secrets().isEmpty() ? json : "not shown"), secrets().isEmpty() ? e : null);
    }
    return values;
  }

  private String name() {
    return specification.name();
  }

  @Override
  public ToolSpecification specification() {
    return specification;
  }

  @Override
  public Effect effect() {
    return sideEffect.map(SideEffect::value).orElse(Effect.ONCE);
  }

  @Override
  public Optional<String> businessKey() {
    return sideEffect.map(SideEffect::by).filter(key -> !key.isEmpty());
  }

  @Override
  public boolean declared() {
    return sideEffect.isPresent();
  }

  @Override
  public Set<String> secrets() {
    return arguments.stream().filter(Argument::secret).map(Argument::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<Approval> approval() {
    return approval;
  }

  @Override
  public Reconciliation reconcile(String argumentsJson, ToolContext context) throws InterruptedException {
    if (reconciler.isEmpty()) {
      return new Reconciliation.NotKnown();
    }
    return switch (reconciler.get().call(values(argumentsJson), context)) {
      case null -> new Reconciliation.NotKnown();
      case Reconciliation said -> said;
      case Boolean happened ->
          happened ? new Reconciliation.Happened(new ToolResult.Success("done")) : new Reconciliation.DidNotHappen();
      case Optional<?> result when result.isEmpty() -> new Reconciliation.DidNotHappen();
      case Optional<?> result -> new Reconciliation.Happened(result(result.get()));
      case Object other -> throw new IllegalStateException("no answer of a @Reconciles method: " + other);
    };
  }

  /// The arguments' defaults as the schema wants them.
  ///
  /// @throws InvalidToolException if one does not fit
  Map<String, JsonNode> defaults(ArgumentSchema schema) {
    Map<String, JsonNode> defaults = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      argument.defaultValue().ifPresent(text -> defaults.put(argument.name(), argument.parsedDefault(name(), text, schema)));
    }
    return defaults;
  }

  /// Why these arguments, although they fit the schema, cannot become Java values; empty when they can.
  Optional<ToolResult.Failure> cannotBind(JsonNode json) {
    for (Argument argument : arguments) {
      try {
        argument.bind(json);
      } catch (JsonProcessingException e) {
        return Optional.of(new ToolResult.Failure(
            ToolResult.INVALID_ARGUMENTS, "'%s' was not run.\n- %s".formatted(name(), argument.complaint(e))));
      }
    }
    return Optional.empty();
  }

  @Override
  public ToolResult run(String argumentsJson, ToolContext context) throws InterruptedException {
    @Nullable Object[] values;
    try {
      values = bind(argumentsJson, context);
    } catch (JsonProcessingException e) {
      return new ToolResult.Failure(ToolResult.INVALID_ARGUMENTS, "'%s' was not run: its arguments do not fit it.".formatted(name()));
    }
    try {
      return result(method.invoke(target, values));
    } catch (InvocationTargetException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("tool '%s' may no longer be called".formatted(name()), e);
    }
  }

  private @Nullable Object[] bind(String argumentsJson, ToolContext context) throws JsonProcessingException {
    JsonNode json = Json.read(argumentsJson);
    @Nullable Object[] values = new @Nullable Object[method.getParameterCount()];
    java.util.Arrays.fill(values, context);
    for (Argument argument : arguments) {
      values[argument.index()] = argument.bind(json);
    }
    return values;
  }

  private ToolResult result(@Nullable Object value) {
    return switch (value) {
      case null -> new ToolResult.Success(method.getReturnType() == void.class ? "done" : "no result");
      case ToolResult result -> result;
      case Optional<?> optional -> optional.map(this::result).orElseGet(() -> new ToolResult.Success("no result"));
      case CharSequence text -> new ToolResult.Success(text.toString());
      default -> json(value);
    };
  }

  private ToolResult json(Object value) {
    try {
      return new ToolResult.Success(Json.MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      log.warn("The result of tool '{}' cannot be written as JSON; return text or a record of plain values", name(), e);
      return unshown(e);
    }
  }

  /// The tool did its work; a failure would have the model ask for it again.
  private ToolResult unshown(JsonProcessingException cause) {
    String text = "'%s' ran, but its result cannot be shown.".formatted(name());
    return switch (sideEffect.map(SideEffect::value).orElse(Effect.NONE)) {
      case NONE -> new ToolResult.Failure(ToolResult.FAILED, text);
      case KEYED -> new ToolResult.Success(text);
      case ONCE -> throw unknown(text, cause);
    };
  }

  private static UnknownResultException unknown(String text, Throwable cause) {
    UnknownResultException unknown = new UnknownResultException(text);
    unknown.initCause(cause);
    return unknown;
  }

  /// An exception of the tool is for the model to read. An `Error` is not: it is the JVM's, or an engine's way to unwind.
  private ToolResult failed(Throwable cause) throws InterruptedException {
    if (Thread.currentThread().isInterrupted() || UnknownResultException.wasInterrupted(cause)) {
      throw interrupted(cause);
    }
    switch (cause) {
      case Error error -> throw error;
      case UnknownResultException unknown -> throw unknown;
      case JournalException store -> throw store; // an agent in a tool: its run goes on when the store is well again
      case StandstillException missing -> throw missing;
      default -> {}
    }
    if (declared() && effect() == Effect.ONCE && UnknownResultException.leavesDoubt(cause)) {
      throw unknown("tool '%s' broke off, and nobody knows whether it took effect: %s".formatted(name(), message(cause)), cause);
    }
    if (secrets().isEmpty()) {
      log.warn("Tool '{}' failed", name(), cause);
    } else {
      log.warn("Tool '{}' failed with {}, whose message may tell a secret", name(), cause.getClass().getName());
    }
    return new ToolResult.Failure(ToolResult.FAILED, message(cause));
  }

  /// Clients wrap an interrupt, or set the flag again and throw something else; here it becomes an interrupt again.
  private InterruptedException interrupted(Throwable cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException("tool '%s' was interrupted".formatted(name()));
    interrupted.initCause(cause);
    return interrupted;
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? "The tool failed and does not say why." : message;
  }

  @Override
  public String toString() {
    return "Tool[%s = %s.%s]".formatted(name(), method.getDeclaringClass().getSimpleName(), method.getName());
  }
}
