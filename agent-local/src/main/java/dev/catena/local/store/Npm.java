package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;
import static dev.catena.local.store.StoreException.Reason.NO_TOOL;
import static dev.catena.local.store.StoreException.Reason.UNAVAILABLE;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// The npm of this machine, as a client that downloads archives: it installs nothing and runs nothing of what it downloads.
final class Npm {
  private static final String PROGRAM = File.separatorChar == '\\' ? "npm.cmd" : "npm";
  private static final Pattern OFFLINE =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT");
  private static final String WAYS_OUT =
      ". Ways out: a network that reaches your npm registry, or CATENA_HOME set to a folder that already holds the native libraries.";

  private final Commands commands;
  private final Path folder;

  /// @param folder an empty folder that the archive may lie in
  Npm(Commands commands, Path folder) {
    this.commands = commands;
    this.folder = folder;
  }

  /// Downloads a package's archive and compares its SHA-512.
  Path pack(NativesLock.Pack wanted) throws IOException, InterruptedException {
    var command = List.of(
        PROGRAM, "pack", wanted.name(), "--pack-destination", ".", "--ignore-scripts", "--prefer-offline", "--no-progress", "--loglevel=error");
    var result = commands.run(command, folder);
    if (result.status() == Commands.NOT_FOUND) {
      throw new StoreException(
          NO_TOOL, "npm is needed to download the native libraries (" + wanted.name() + "), and it is not installed" + WAYS_OUT);
    }
    if (!result.ok()) {
      throw new StoreException(
          StoreException.reasonOf(result.output(), OFFLINE),
          "npm pack " + wanted.name() + " ended with status " + result.status() + ": " + result.output() + WAYS_OUT);
    }
    return checked(archive(wanted), wanted);
  }

  private Path archive(NativesLock.Pack wanted) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.tgz")) {
      for (var file : files) {
        return file;
      }
    }
    throw new StoreException(UNAVAILABLE, "npm pack " + wanted.name() + " left no archive" + WAYS_OUT);
  }

  private static Path checked(Path archive, NativesLock.Pack wanted) throws IOException {
    var digest = Sha256.digest("SHA-512");
    Sha256.update(digest, archive, Meter.begin(Progress.none(), wanted.name(), 0, -1));
    var integrity = "sha512-" + Base64.getEncoder().encodeToString(digest.digest());
    if (!integrity.equals(wanted.integrity())) {
      throw new StoreException(
          CORRUPT, "the archive of " + wanted.name() + " has the digest " + integrity + ", and natives.lock says " + wanted.integrity());
    }
    return archive;
  }
}
