package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/// The native libraries of llama.cpp: taken out of an npm package, which `npm pack` downloads and nobody installs.
///
/// The folder of a package is named after its content, comes into being by one rename, and holds what the lock file lists and nothing
/// else: llama.cpp loads back ends by their names, so a file more is a file that might be run.
final class Natives {
  private final Path root;
  private final Outside outside;
  private final NativesLock lock;
  private final Platform platform;

  /// @param root the folder that holds a folder for each package
  Natives(Path root, Outside outside, NativesLock lock, Platform platform) {
    this.root = root;
    this.outside = outside;
    this.lock = lock;
    this.platform = platform;
  }

  /// Returns the folder with the libraries, fetched where they are not here or not right.
  Path folder(Progress progress) throws IOException, InterruptedException {
    var wanted = lock.of(platform);
    var folder = root.resolve(wanted.folder());
    if (isRight(wanted, folder)) {
      return folder;
    }
    platform.refuseMusl();
    try (var _ = FetchLock.acquire(folder, wanted.bytes(), progress)) {
      if (!isRight(wanted, folder)) {
        fetch(wanted, folder, progress);
      }
      return folder;
    }
  }

  private void fetch(NativesLock.Pack wanted, Path folder, Progress progress) throws IOException, InterruptedException {
    var meter = Meter.begin(progress, "native libraries for " + platform.name(), 0, wanted.bytes());
    try (var temp = TempFolder.create(folder.resolveSibling(folder.getFileName() + ".new"))) {
      var archive = new Npm(outside.commands(), temp.path()).pack(wanted);
      var fresh = Files.createDirectory(temp.path().resolve("libraries"));
      Tar.unpack(archive, wanted, fresh, meter);
      var stamps = new ArrayList<Stamp>();
      for (var library : wanted.libraries()) {
        stamps.add(checked(library, fresh.resolve(library.name()), wanted));
      }
      TempFolder.delete(folder);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      Stamp.write(Stamp.beside(folder), stamps);
    }
    meter.end();
  }

  private static Stamp checked(NativesLock.Library library, Path file, NativesLock.Pack wanted) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(CORRUPT, wanted.name() + " does not hold " + library.path());
    }
    var stamp = hashed(file, library.name());
    if (!stamp.sha256().equals(library.sha256())) {
      throw new StoreException(
          CORRUPT,
          library.path() + " of " + wanted.name() + " has the SHA-256 " + stamp.sha256() + ", and natives.lock says " + library.sha256());
    }
    return stamp;
  }

  /// Compares each library with its stamp, and hashes again those that differ.
  private static boolean isRight(NativesLock.Pack wanted, Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !names(folder).equals(wanted.names())) {
      return false;
    }
    var known = new HashMap<String, Stamp>();
    for (var stamp : Stamp.readAll(Stamp.beside(folder))) {
      known.put(stamp.name(), stamp);
    }
    var stamps = new ArrayList<Stamp>();
    boolean news = false;
    for (var library : wanted.libraries()) {
      var file = folder.resolve(library.name());
      var stamp = known.get(library.name());
      if (stamp == null || !stamp.fits(file)) {
        stamp = hashed(file, library.name());
        news = true;
      }
      if (!stamp.sha256().equals(library.sha256())) {
        return false;
      }
      stamps.add(stamp);
    }
    if (news) {
      Stamp.keep(Stamp.beside(folder), stamps);
    }
    return true;
  }

  private static Stamp hashed(Path file, String name) throws IOException {
    return Stamp.hash(file, name, Meter.begin(Progress.none(), name, 0, -1));
  }

  private static Set<String> names(Path folder) throws IOException {
    var names = new HashSet<String>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
    }
    return names;
  }
}
