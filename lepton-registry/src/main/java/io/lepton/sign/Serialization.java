package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Objects;

/**
 * How files became the resources of a statement.
 *
 * @param method whole files or pieces
 * @param shardSize bytes of a piece, at least 1; 0 for whole files
 * @param symlinks what happened to links
 * @param ignoredPaths files and folders that were left out, relative to the model's folder
 */
public record Serialization(
    Method method, long shardSize, Symlinks symlinks, List<String> ignoredPaths) {

  /** What a resource is. */
  public enum Method {
    /** A whole file. */
    FILES,
    /** A piece of a file; empty files have none, and so are not signed. */
    SHARDS
  }

  /** {@inheritDoc} */
  public Serialization {
    Objects.requireNonNull(method);
    Objects.requireNonNull(symlinks);
    ignoredPaths = List.copyOf(ignoredPaths);
    if (method == Method.SHARDS ? shardSize < 1 : shardSize != 0) {
      throw new InvalidInputException(
          "a shard size of " + shardSize + " with method " + method + "; expected 1 or more");
    }
    ignoredPaths.forEach(path -> Names.requireIgnorable(path));
  }

  /** Whole files, links refused. */
  static Serialization files(List<String> ignoredPaths) {
    return new Serialization(Method.FILES, 0, Symlinks.REFUSED, ignoredPaths);
  }
}
