package dev.catena.rag.ingest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One walk through a folder, breadth first. Symbolic links wait until everything that is found without them has been found.
final class FolderWalk {
  private final Path root;
  private final Deque<Folder> folders = new ArrayDeque<>();
  private final Deque<Link> links = new ArrayDeque<>();
  private final Set<Path> found = new HashSet<>();
  private final List<FileEntry> files = new ArrayList<>();
  private final Map<SkipReason, Integer> skipped = new EnumMap<>(SkipReason.class);

  private record Folder(Path path, String id, Ignores ignores) {}

  private record Link(Path path, String id, Ignores ignores) {}

  FolderWalk(Path root) {
    this.root = root;
  }

  Scan scan() {
    found.add(root);
    folders.add(new Folder(root, "", Ignores.NONE));
    while (!folders.isEmpty() || !links.isEmpty()) {
      if (folders.isEmpty()) {
        follow(links.remove());
      } else {
        list(folders.remove());
      }
    }
    files.sort(Comparator.comparing(FileEntry::id));
    return new Scan(files, skipped);
  }

  private void list(Folder folder) {
    var ignores = folder.ignores().in(folder.path(), folder.id());
    for (Path path : children(folder.path())) {
      var id = folder.id() + path.getFileName();
      try {
        visit(path, id, ignores);
      } catch (IOException _) {
        skip(SkipReason.UNREADABLE);
      }
    }
  }

  private List<Path> children(Path folder) {
    var children = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (IOException | DirectoryIteratorException _) {
      skip(SkipReason.UNREADABLE);
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }

  private void visit(Path path, String id, Ignores ignores) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (path.getFileName().toString().startsWith(".") || Files.isHidden(path)) {
      skip(SkipReason.HIDDEN);
    } else if (ignores.match(id, attributes.isDirectory())) {
      skip(SkipReason.IGNORED);
    } else if (attributes.isSymbolicLink()) {
      links.add(new Link(path, id, ignores));
    } else {
      enter(path, path, id, attributes, ignores);
    }
  }

  private void follow(Link link) {
    try {
      Path real = link.path().toRealPath();
      if (!real.startsWith(root)) {
        skip(SkipReason.OUTSIDE);
      } else {
        enter(link.path(), real, link.id(), Files.readAttributes(real, BasicFileAttributes.class), link.ignores());
      }
    } catch (IOException _) {
      skip(SkipReason.UNREADABLE);
    }
  }

  private void enter(Path path, Path real, String id, BasicFileAttributes attributes, Ignores ignores) {
    if (!attributes.isDirectory() && (!attributes.isRegularFile() || Format.of(id).isEmpty())) {
      skip(SkipReason.UNSUPPORTED);
    } else if (!found.add(real)) {
      skip(SkipReason.REPEATED);
    } else if (attributes.isDirectory()) {
      folders.add(new Folder(path, id + "/", ignores));
    } else if (attributes.size() > DocumentFolder.MAX_BYTES) {
      skip(SkipReason.TOO_LARGE);
    } else {
      files.add(new FileEntry(id, path, attributes.size(), attributes.lastModifiedTime().toMillis()));
    }
  }

  private void skip(SkipReason reason) {
    skipped.merge(reason, 1, Integer::sum);
  }
}
