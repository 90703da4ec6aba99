package io.lepton.registry.disk;

import io.lepton.registry.disk.Machine.Call;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory as POSIX promises them and no better: of a file, what was written before its last
 * flush survives a crash; of a folder, the names that were in it at its last flush; of all else any
 * part may survive or none. Paths are lists of names from the root. Thread-safe.
 */
public final class VolatileDisk {
  private final Machine machine;
  private final Node root = new Node(true);
  private int crashes;

  /** An empty disk. */
  public VolatileDisk(Machine machine) {
    this.machine = machine;
  }

  Machine machine() {
    return machine;
  }

  /**
   * Ends everything that was open; what was not flushed meets its fate.
   *
   * @param fault that ended it
   * @param seed of chance
   */
  public synchronized void crash(Fault fault, long seed) {
    crashes++;
    if (fault != Fault.KILLED) {
      root.losePower(fault, new SplittableRandom(seed));
    }
  }

  /** Whoever opened a file before a crash has lost it. */
  synchronized int crashes() {
    return crashes;
  }

  /** Flips one bit where it lies, without anyone noticing. */
  public synchronized void rot(List<String> path, int at) throws IOException {
    file(path).rot(at);
  }

  synchronized Node look(List<String> path) throws IOException {
    machine.late(Call.LOOK, path.toString());
    return node(path);
  }

  synchronized List<String> list(List<String> path) throws IOException {
    machine.late(Call.LIST, path.toString());
    return node(path).names();
  }

  synchronized Node create(List<String> path) throws IOException {
    machine.late(Call.CREATE, path.toString());
    if (find(path) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return put(path, new Node(false));
  }

  synchronized void makeFolder(List<String> path) throws IOException {
    boolean late = machine.late(Call.FOLDER, path.toString());
    if (find(path) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    put(path, new Node(true));
    failIf(late, Call.FOLDER, path);
  }

  synchronized void link(List<String> name, List<String> existing) throws IOException {
    boolean late = machine.late(Call.LINK, name.toString());
    if (find(name) != null) {
      throw new FileAlreadyExistsException(name.toString());
    }
    put(name, file(existing));
    failIf(late, Call.LINK, name);
  }

  /** Replaces what is there, within one folder. */
  synchronized void move(List<String> from, List<String> to) throws IOException {
    boolean late = machine.late(Call.LINK, to.toString());
    parent(from).rename(last(from), last(to));
    failIf(late, Call.LINK, to);
  }

  synchronized void delete(List<String> path) throws IOException {
    boolean late = machine.late(Call.DELETE, path.toString());
    if (!node(path).names().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    parent(path).put(last(path), null);
    failIf(late, Call.DELETE, path);
  }

  private void failIf(boolean late, Call call, List<String> path) throws IOException {
    if (late) {
      throw machine.failure(call, path.toString());
    }
  }

  private Node put(List<String> path, Node node) throws IOException {
    parent(path).put(last(path), node);
    return node;
  }

  private Node parent(List<String> path) throws IOException {
    return node(path.subList(0, path.size() - 1));
  }

  private static String last(List<String> path) {
    return path.get(path.size() - 1);
  }

  Node node(List<String> path) throws IOException {
    Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  private Node file(List<String> path) throws IOException {
    Node node = node(path);
    if (node.isFolder()) {
      throw new IOException(path + " is a folder");
    }
    return node;
  }

  private @Nullable Node find(List<String> path) {
    Node node = root;
    for (String name : path) {
      node = node == null ? null : node.get(name);
    }
    return node;
  }
}
