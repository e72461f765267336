package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The packages of native libraries that this version of the runner was made for, read from `natives.lock`.
///
/// A line `platform NAME PACKAGE@VERSION SHA512` begins a package, and each line `SHA256 BYTES PATH` after it names a file of it.
record NativesLock(Map<String, Pack> packs) {
  /// A package of the npm registry.
  ///
  /// @param name `PACKAGE@VERSION`
  /// @param integrity `sha512-` and the digest in base 64, as the registry states it
  record Pack(String name, String integrity, List<Library> libraries) {
    Set<String> names() {
      var names = new HashSet<String>();
      for (var library : libraries) {
        names.add(library.name());
      }
      return names;
    }

    long bytes() {
      return libraries.stream().mapToLong(Library::bytes).sum();
    }

    /// A folder name that another content cannot have: `linux-x64-3.21.1-4e8b68fa44d3`.
    String folder() {
      var digest = Base64.getDecoder().decode(integrity.substring(integrity.indexOf('-') + 1));
      return name.substring(name.indexOf('/') + 1).replace('@', '-') + "-" + HexFormat.of().formatHex(digest, 0, 6);
    }
  }

  /// A file of a package.
  ///
  /// @param path its path in the archive; below the store it lies under its last part
  record Library(String sha256, long bytes, String path) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  static NativesLock bundled() {
    try (var in = requireNonNull(NativesLock.class.getResourceAsStream("natives.lock"), "natives.lock")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NativesLock parse(String text) {
    var packs = new LinkedHashMap<String, Pack>();
    var libraries = new ArrayList<Library>();
    for (var line : text.split("\n", -1)) {
      var fields = line.split(" ", -1);
      if (fields.length < 3 || fields[0].equals("#")) {
        continue;
      }
      if (fields[0].equals("platform")) {
        libraries = new ArrayList<>();
        packs.put(fields[1], new Pack(fields[2], fields[3], libraries));
      } else {
        libraries.add(new Library(fields[0], Long.parseLong(fields[1]), fields[2]));
      }
    }
    return new NativesLock(packs);
  }

  Pack of(Platform platform) {
    var pack = packs.get(platform.name());
    if (pack == null) {
      throw new StoreException(
          StoreException.Reason.UNSUPPORTED_PLATFORM,
          "there are no native libraries for " + platform.name() + ", only for " + String.join(", ", new TreeSet<>(packs.keySet()))
              + ": use a remote model here");
    }
    return pack;
  }
}
