package io.lepton.registry.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file or folder: as processes see it, as the disk has it, and what is on the way. */
final class Node {
  private final boolean folder;
  private final List<Write> writes = new ArrayList<>();
  private final List<Map<String, @Nullable Node>> renames = new ArrayList<>();
  private byte[] seen = {};
  private byte[] kept = {};
  private Map<String, Node> names = new TreeMap<>();
  private Map<String, Node> keptNames = new TreeMap<>();

  private record Write(int at, byte[] bytes) {
    byte[] to(byte[] file, int length) {
      byte[] written = Arrays.copyOf(file, Math.max(file.length, at + length));
      System.arraycopy(bytes, 0, written, at, length);
      return written;
    }
  }

  Node(boolean folder) {
    this.folder = folder;
  }

  boolean isFolder() {
    return folder;
  }

  synchronized byte[] bytes() {
    return seen;
  }

  synchronized void write(int at, byte[] bytes) {
    Write write = new Write(at, bytes);
    seen = write.to(seen, bytes.length);
    writes.add(write);
  }

  synchronized List<String> names() {
    return List.copyOf(names.keySet());
  }

  synchronized @Nullable Node get(String name) {
    return names.get(name);
  }

  synchronized void put(String name, @Nullable Node node) {
    Map<String, @Nullable Node> change = new TreeMap<>();
    change.put(name, node);
    apply(names, change);
    renames.add(change);
  }

  /** At once, as far as a crash can tell. */
  synchronized void rename(String from, String to) {
    Map<String, @Nullable Node> change = new TreeMap<>();
    change.put(to, names.get(from));
    change.put(from, null);
    apply(names, change);
    renames.add(change);
  }

  private static void apply(Map<String, Node> names, Map<String, @Nullable Node> change) {
    change.forEach(
        (name, node) -> {
          if (node == null) {
            names.remove(name);
          } else {
            names.put(name, node);
          }
        });
  }

  /** Brings to the disk what was written since the last time. */
  synchronized void flush() {
    writes.forEach(write -> kept = write.to(kept, write.bytes.length));
    writes.clear();
    renames.forEach(change -> apply(keptNames, change));
    renames.clear();
  }

  /**
   * The kernel counts pages that it could not write as written (see Rebello et al., "Can
   * Applications Recover from fsync Failures?", ATC 2020). Names are journalled: they stay pending.
   */
  synchronized void failToFlush() {
    writes.clear();
  }

  synchronized void rot(int at) {
    seen = seen.clone();
    seen[at] ^= 1;
    kept = seen;
  }

  /** Leaves of what was on the way nothing, the names and a cut file, or any part. */
  synchronized void losePower(Fault fault, SplittableRandom random) {
    boolean any = fault == Fault.REORDERED;
    boolean cut = fault == Fault.TRUNCATED;
    for (Map<String, @Nullable Node> change : renames) {
      if (cut || (any && random.nextBoolean())) {
        apply(keptNames, change);
      }
    }
    int whole = cut ? random.nextInt(writes.size() + 1) : 0;
    for (int i = 0; i < writes.size(); i++) {
      int length = writes.get(i).bytes.length;
      boolean torn = cut ? i == whole : any && random.nextBoolean();
      boolean there = cut ? i < whole : any && random.nextBoolean();
      if (torn || there) {
        kept = writes.get(i).to(kept, torn ? random.nextInt(length + 1) : length);
      }
    }
    renames.clear();
    writes.clear();
    names = new TreeMap<>(keptNames);
    seen = kept;
    List.copyOf(names.values()).forEach(child -> child.losePower(fault, random));
  }
}
