package dev.catena.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catena.run.Effect;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// A tool with secret arguments: it is given sealed ones and opens them for the tool. What the tool says is searched for the
/// secrets, so that none comes back.
record SealedTool(Tool tool, SecretArguments opener) implements Tool {
  @Override
  public ToolSpecification specification() {
    return tool.specification();
  }

  @Override
  public Effect effect() {
    return tool.effect();
  }

  @Override
  public Optional<String> businessKey() {
    return tool.businessKey();
  }

  @Override
  public boolean declared() {
    return tool.declared();
  }

  @Override
  public Set<String> secrets() {
    return tool.secrets();
  }

  /// The tool's own condition sees the secrets.
  @Override
  public Optional<Approval> approval() {
    return tool.approval().map(approval -> new Approval(this::needsApproval, approval.patience()));
  }

  private boolean needsApproval(String argumentsJson) {
    Opened opened = open(argumentsJson);
    Approval approval = tool.approval().orElseThrow();
    try {
      return approval.needed().test(opened.json());
    } catch (RuntimeException e) {
      throw opened.mask().in(e);
    }
  }

  @Override
  public Reconciliation reconcile(String argumentsJson, ToolContext context) throws InterruptedException {
    Opened opened = open(argumentsJson);
    Reconciliation said = called(opened.mask(), () -> tool.reconcile(opened.json(), new MaskedContext(context, opened.mask())));
    return said instanceof Reconciliation.Happened(ToolResult result)
        ? new Reconciliation.Happened(opened.mask().in(result))
        : said;
  }

  @Override
  public ToolResult run(String argumentsJson, ToolContext context) throws InterruptedException {
    Opened opened = open(argumentsJson);
    return opened.mask().in(called(opened.mask(), () -> tool.run(opened.json(), new MaskedContext(context, opened.mask()))));
  }

  private static <T> T called(SecretMask mask, Callable<T> body) throws InterruptedException {
    try {
      return body.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw mask.in(e);
    } catch (Exception e) {
      throw new IllegalStateException("a tool throws no checked exception", e);
    }
  }

  private Opened open(String argumentsJson) {
    try {
      if (!(Json.read(argumentsJson) instanceof ObjectNode arguments)) {
        throw new IllegalArgumentException("the arguments of '%s' are no object".formatted(specification().name()));
      }
      Collection<String> names = opener.open(arguments).keySet();
      SecretMask mask = SecretMask.of(names.stream().<JsonNode>map(arguments::path).toList());
      return new Opened(Json.canonical(arguments), mask);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the arguments of '%s' are no JSON".formatted(specification().name()), e);
    }
  }

  @Override
  public String toString() {
    return tool.toString();
  }

  /// Arguments in clear: not to be shown.
  private record Opened(String json, SecretMask mask) {
    @Override
    public String toString() {
      return "Opened";
    }
  }

  private record MaskedContext(ToolContext context, SecretMask mask) implements ToolContext {
    @Override
    public String idempotencyKey() {
      return context.idempotencyKey();
    }

    @Override
    public Optional<Instant> deadline() {
      return context.deadline();
    }

    @Override
    public boolean cancelled() {
      return context.cancelled();
    }

    @Override
    public void progress(String text) {
      context.progress(mask.in(text));
    }
  }
}
