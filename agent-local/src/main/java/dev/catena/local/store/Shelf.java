package dev.catena.local.store;

import static dev.catena.local.store.StoreException.Reason.CORRUPT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// The model files of one store: `models` holds those that were fetched, `paths` the stamps of those that are used where they lie.
final class Shelf {
  private static final byte[] GGUF = {'G', 'G', 'U', 'F'};

  private final Path models;
  private final Path paths;
  private final Outside outside;

  Shelf(Path home, Outside outside) {
    this.models = home.resolve("models");
    this.paths = home.resolve("paths");
    this.outside = outside;
  }

  /// Returns a file that is not the store's, hashed once.
  ModelFile inPlace(Path file, Progress progress) throws IOException {
    var name = file.toString();
    var stampFile = paths.resolve(Sha256.of(name) + ".stamp");
    var stamp = Stamp.read(stampFile).orElse(null);
    if (stamp == null || !stamp.fits(file)) {
      requireGguf(file);
      stamp = hashed(file, name, progress);
      Stamp.keep(stampFile, List.of(stamp));
    }
    return new ModelFile(name, file, stamp.sha256(), stamp.id().bytes(), Optional.empty());
  }

  /// Before gigabytes of something else are hashed. What follows the first bytes is the affair of who loads it.
  private static void requireGguf(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(GGUF.length), GGUF)) {
        throw new StoreException(CORRUPT, "'" + file + "' is no model: a GGUF file begins with the letters GGUF");
      }
    }
  }

  /// Returns a model of the store if it is here and right.
  Optional<ModelFile> find(Entry entry, Progress progress) throws IOException {
    var stamped = stamped(entry);
    var file = file(entry);
    if (stamped.isPresent() || !Files.isRegularFile(file)) {
      return stamped;
    }
    var expected = expected(entry).orElse("known, but nothing tells it");
    var fresh = hashed(file, entry.name(), progress);
    if (!fresh.sha256().equals(expected)) {
      // Made here: to set logging up is no part of finding a model that is right.
      var log = LoggerFactory.getLogger(Shelf.class);
      log.warn("{} is not used: its SHA-256 is {}, and it should be {}", file, fresh.sha256(), expected);
      return Optional.empty();
    }
    Stamp.keep(Stamp.beside(file), List.of(fresh));
    return Optional.of(model(entry, fresh));
  }

  /// Returns a model of the store if it is here and has not changed since it was hashed.
  private Optional<ModelFile> stamped(Entry entry) throws IOException {
    var file = file(entry);
    var stamp = Stamp.read(Stamp.beside(file)).orElse(null);
    if (stamp == null || !Files.isRegularFile(file) || !stamp.fits(file)) {
      return Optional.empty();
    }
    return stamp.sha256().equals(entry.sha256().orElse(stamp.sha256())) ? Optional.of(model(entry, stamp)) : Optional.empty();
  }

  /// What the file's hash must be: what the catalogue says, or else what it was when it was fetched.
  private Optional<String> expected(Entry entry) throws IOException {
    return entry.sha256().isPresent() ? entry.sha256() : Stamp.read(Stamp.beside(file(entry))).map(Stamp::sha256);
  }

  /// Returns a model of the store; fetches it where it is not here or not right.
  ModelFile fetch(Entry entry, Progress progress) throws IOException, InterruptedException {
    var here = stamped(entry);
    if (here.isPresent()) {
      return here.get();
    }
    try (var _ = FetchLock.acquire(file(entry), entry.bytes(), progress)) {
      var fetchedMeanwhile = find(entry, progress);
      if (fetchedMeanwhile.isPresent()) {
        return fetchedMeanwhile.get();
      }
      forget(file(entry));
      return model(entry, fetchFromAny(entry, new Target(entry, file(entry), outside, progress)));
    }
  }

  private Stamp fetchFromAny(Entry entry, Target target) throws IOException, InterruptedException {
    var failures = new ArrayList<StoreException>();
    for (var source : entry.sources()) {
      try {
        var sha256 = Source.parse(source).fetch(target);
        check(entry, sha256, source);
        return Partial.publish(target.path(), sha256, entry.name());
      } catch (StoreException e) {
        if (e.reason() == CORRUPT) {
          Partial.discard(target.path());
        }
        if (!e.reason().isOfTheSource()) {
          throw e;
        }
        failures.add(e);
      }
    }
    throw StoreException.of(entry.name(), failures);
  }

  private static void check(Entry entry, String sha256, String source) {
    if (entry.sha256().isPresent() && !entry.sha256().get().equals(sha256)) {
      throw new StoreException(
          CORRUPT, "what came from " + source + " has the SHA-256 " + sha256 + ", and it should be " + entry.sha256().get());
    }
  }

  /// Removes a model with all that belongs to it, but not its lock file.
  boolean remove(Entry entry) throws IOException, InterruptedException {
    if (!Files.exists(FetchLock.fileOf(file(entry)))) {
      return false;
    }
    try (var _ = FetchLock.acquire(file(entry), entry.bytes(), Progress.none())) {
      Partial.discard(file(entry));
      return forget(file(entry));
    }
  }

  private static boolean forget(Path file) throws IOException {
    Files.deleteIfExists(Stamp.beside(file));
    return Files.deleteIfExists(file);
  }

  /// Lists what the store can name, without hashing anything.
  List<KnownModel> known(Catalogue catalogue) throws IOException {
    var others = stamps().filter(stamp -> Source.isReference(stamp.name()))
        .map(stamp -> known(Entry.of(Source.parse(stamp.name())), stamp.id().bytes()))
        .filter(KnownModel::installed)
        .sorted(Comparator.comparing(KnownModel::name));
    return Stream.concat(catalogue.entries().stream().map(entry -> known(entry, entry.bytes())), others).toList();
  }

  private KnownModel known(Entry entry, long bytes) {
    return new KnownModel(entry.name(), bytes, entry.licence(), hasSize(file(entry), bytes), file(entry));
  }

  private static boolean hasSize(Path file, long bytes) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == bytes;
    } catch (IOException gone) {
      return false;
    }
  }

  private Stream<Stamp> stamps() throws IOException {
    if (!Files.isDirectory(models)) {
      return Stream.of();
    }
    try (var files = Files.walk(models)) {
      return files.filter(file -> file.toString().endsWith(".gguf.stamp")).toList().stream().map(Stamp::read).flatMap(Optional::stream);
    }
  }

  private Path file(Entry entry) {
    return models.resolve(entry.file());
  }

  private ModelFile model(Entry entry, Stamp stamp) {
    return new ModelFile(entry.name(), file(entry), stamp.sha256(), stamp.id().bytes(), entry.licence());
  }

  private static Stamp hashed(Path file, String name, Progress progress) throws IOException {
    return Stamp.hash(file, name, Meter.begin(progress, "checking " + file.getFileName(), 0, Files.size(file)));
  }
}
