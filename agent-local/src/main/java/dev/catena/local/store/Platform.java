package dev.catena.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// An operating system and a processor.
///
/// @param name as in `natives.lock`: `linux-x64`, `mac-arm64`, …; with the names that Java gives where they are others
/// @param maps the list of what is mapped into this process, where the system has one
record Platform(String name, Path maps) {
  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/proc/self/maps"));
  }

  static Platform of(String system, String processor, Path maps) {
    return new Platform(system(system.toLowerCase(Locale.ROOT)) + "-" + processor(processor.toLowerCase(Locale.ROOT)), maps);
  }

  private static String system(String name) {
    if (name.startsWith("mac")) {
      return "mac";
    }
    return name.startsWith("windows") ? "win" : name.replace(' ', '-');
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /// The libraries need glibc; a Java that runs on musl (Alpine) has musl in its own process.
  void refuseMusl() throws IOException {
    if (Files.isReadable(maps) && Files.readString(maps).contains("/ld-musl-")) {
      throw new StoreException(
          StoreException.Reason.UNSUPPORTED_PLATFORM,
          "the native libraries for " + name + " need glibc 2.34 or later, and this Java runs on musl (Alpine): use an image with glibc"
              + " (Debian, Ubuntu, Fedora), or a remote model");
    }
  }
}
