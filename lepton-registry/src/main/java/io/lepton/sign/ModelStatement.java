package io.lepton.sign;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.sign.SignedResource.Shard;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a signature says of a model: its files and their digests.
 *
 * @param name what the signer called the model; only for people, renaming a model breaks nothing
 * @param root SHA-256 of the resources' digests in order: one name for all of the content
 * @param serialization how files became resources
 * @param resources at least one, in order of name
 */
public record ModelStatement(
    String name, Digest root, Serialization serialization, List<SignedResource> resources) {

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if a resource comes twice, is out of order or has no proper name,
   *     or the root is not theirs
   */
  public ModelStatement {
    Objects.requireNonNull(serialization);
    resources = List.copyOf(resources);
    if (name.isEmpty()) {
      throw new InvalidInputException("the signed model has no name");
    }
    if (resources.isEmpty()) {
      throw new InvalidInputException("the model has no file; nothing would be signed");
    }
    requireNames(serialization, resources);
    Digest found = root(resources);
    if (!found.equals(root)) {
      throw new InvalidInputException(
          "the statement's root digest is " + root + "; its resources make " + found);
    }
  }

  static ModelStatement of(
      String name, Serialization serialization, List<SignedResource> resources) {
    List<SignedResource> sorted = resources.stream().sorted(SignedResource.ORDER).toList();
    return new ModelStatement(name, root(sorted), serialization, sorted);
  }

  private static Digest root(List<SignedResource> resources) {
    MessageDigest hash = Digest.start();
    resources.forEach(resource -> hash.update(resource.digest().toBytes()));
    return Digest.finish(hash);
  }

  private static void requireNames(Serialization serialization, List<SignedResource> resources) {
    boolean sharded = serialization.method() == Serialization.Method.SHARDS;
    Set<String> seen = new HashSet<>();
    for (SignedResource resource : resources) {
      if (!seen.add(resource.name())) {
        throw new InvalidInputException("resource \"" + resource.name() + "\" comes twice");
      }
      Shard shard = shard(resource, sharded);
      boolean cut =
          !sharded
              || shard.start() % serialization.shardSize() == 0
                  && shard.start() < shard.end()
                  && shard.end() - shard.start() <= serialization.shardSize();
      if (!cut) {
        throw new InvalidInputException(
            "resource \""
                + resource.name()
                + "\" is no piece of "
                + serialization.shardSize()
                + " bytes");
      }
      // Release 1.0 of the reference implementation calls a model's single file a dot.
      if (!(resources.size() == 1 && shard.file().equals("."))) {
        Names.requireCanonical(shard.file());
      }
    }
    // The specification and its reference implementation differ on "a-b/x" and "a/x".
    if (!isSorted(resources, SignedResource.ORDER)
        && !isSorted(resources, Comparator.comparing(resource -> shard(resource, sharded)))) {
      throw new InvalidInputException("the resources are not in order of name");
    }
  }

  private static Shard shard(SignedResource resource, boolean sharded) {
    Shard shard = sharded ? Shard.parse(resource.name()) : new Shard(resource.name(), 0, 0);
    if (shard == null) {
      throw new InvalidInputException(
          "resource \"" + resource.name() + "\" is no piece; expected name:start:end");
    }
    return shard;
  }

  private static boolean isSorted(
      List<SignedResource> resources, Comparator<SignedResource> order) {
    for (int i = 1; i < resources.size(); i++) {
      if (order.compare(resources.get(i - 1), resources.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }
}
