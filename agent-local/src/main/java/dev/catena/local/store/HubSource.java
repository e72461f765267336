package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;
import static dev.catena.local.store.StoreException.Reason.UNKNOWN_MODEL;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A GGUF file on a model hub: `hf:OWNER/REPO/FILE`, the file as it is on the repository's branch `main`.
///
/// `HF_ENDPOINT` names another hub, `HF_TOKEN` opens private and gated repositories.
record HubSource(String owner, String repo, String path) implements Source {
  static final String PREFIX = "hf:";
  static final String ENDPOINT = "HF_ENDPOINT";
  static final String TOKEN = "HF_TOKEN";

  private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
  private static final Pattern FORM = Pattern.compile("hf:(?<owner>NAME)/(?<repo>NAME)/(?<path>NAME(?:/NAME)*\\.gguf)"
      .replace("NAME", "[A-Za-z0-9_][A-Za-z0-9_.+-]*"));

  static HubSource parse(String reference) {
    var form = FORM.matcher(reference);
    if (!form.matches()) {
      throw new StoreException(
          UNKNOWN_MODEL,
          "'" + reference + "' is not of the form hf:OWNER/REPO/FILE.gguf, as in hf:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/"
              + "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
    }
    return new HubSource(form.group("owner"), form.group("repo"), form.group("path"));
  }

  @Override
  public Path file() {
    return Path.of("hf", owner, repo, path);
  }

  @Override
  public String fetch(Target target) throws IOException, InterruptedException {
    var uri = uri(target.outside().variable(ENDPOINT).orElse(DEFAULT_ENDPOINT));
    try (var hub = new Hub(target.outside().variable(TOKEN), target.outside().stall())) {
      var promised = hub.describe(uri);
      target.entry().sha256().ifPresent(sha256 -> checkPromise(promised, sha256));
      try (var part = target.partial(uri + " " + promised.etag())) {
        target.needRoom(promised.bytes() - part.length());
        fill(hub, uri, promised, part, target);
        return checked(part.finish(), promised);
      }
    }
  }

  private URI uri(String endpoint) {
    var text = endpoint.replaceFirst("/+$", "") + "/" + owner + "/" + repo + "/resolve/main/" + path;
    if (!text.matches("(?i)https?://[^\\s\"<>\\\\^`{|}]+")) {
      throw new StoreException(UNAVAILABLE, ENDPOINT + " is '" + endpoint + "', which is no http or https address");
    }
    return URI.create(text);
  }

  private void checkPromise(Hub.Description promised, String sha256) {
    if (!promised.sha256().equals(sha256)) {
      throw new StoreException(
          CORRUPT, this + " has another file now: its SHA-256 is " + promised.sha256() + ", and it should be " + sha256);
    }
  }

  /// A broken connection is taken up again as long as each one brings something.
  private static void fill(Hub hub, URI uri, Hub.Description promised, Partial part, Target target) throws IOException, InterruptedException {
    if (part.length() > promised.bytes()) {
      part.restart();
    }
    var meter = target.meter(part.length(), promised.bytes());
    while (part.length() < promised.bytes()) {
      long before = part.length();
      try {
        hub.read(uri, part, promised.bytes(), meter);
      } catch (StoreException e) {
        if (e.reason() != NO_NETWORK || part.length() <= before) {
          throw e;
        }
      }
    }
    meter.end();
  }

  private String checked(String sha256, Hub.Description promised) {
    if (!sha256.equals(promised.sha256())) {
      throw new StoreException(
          CORRUPT, "what came from " + this + " has the SHA-256 " + sha256 + ", and the hub says " + promised.sha256());
    }
    return sha256;
  }

  @Override
  public String toString() {
    return PREFIX + owner + "/" + repo + "/" + path;
  }
}
