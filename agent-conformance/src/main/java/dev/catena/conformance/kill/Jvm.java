package dev.catena.conformance.kill;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// Starts other JVMs with the class path of this one, quick to start and small.
///
/// @param classPath of jars alone, for a JVM caches no classes of folders
/// @param cache of loaded classes; a JVM starts without it when it is not there
record Jvm(String classPath, Path cache) {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /// Keeps what it needs in the folder.
  static Jvm in(Path folder) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      jars.add(Files.isDirectory(path) ? pack(path, folder.resolve("classes-" + jars.size() + ".jar")).toString() : part);
    }
    return new Jvm(String.join(File.pathSeparator, jars), folder.resolve("classes.aot"));
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : Folders.content(classes)) {
        boolean isFolder = Files.isDirectory(file); // listed too: some programs look for resources by their folder
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
        if (!isFolder) {
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }

  /// What starts the class with these arguments.
  ProcessBuilder command(Class<?> main, List<String> args) {
    return java("-XX:AOTCache=" + cache, main, args);
  }

  /// What starts the class with these arguments, and fills the cache when it ends by itself.
  ProcessBuilder recording(Class<?> main, List<String> args) {
    return java("-XX:AOTCacheOutput=" + cache, main, args);
  }

  private ProcessBuilder java(String option, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>(List.of(
        JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", option, "-Xlog:disable", "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED", "-cp", classPath, main.getName()));
    command.addAll(args);
    return new ProcessBuilder(command);
  }
}
