package io.lepton.audit;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 9162 (and RFC 6962) section 2.1, with SHA-256. Leaves and inner nodes are
 * hashed under different first bytes, so that neither can be passed off as the other.
 */
public final class Merkle {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private Merkle() {}

  /**
   * Hashes a leaf.
   *
   * @param content of the leaf
   * @return SHA-256 of a zero byte and the content
   */
  public static Digest leaf(byte[] content) {
    MessageDigest hash = Digest.start();
    hash.update(LEAF);
    hash.update(content);
    return Digest.finish(hash);
  }

  static Digest node(Digest left, Digest right) {
    MessageDigest hash = Digest.start();
    hash.update(NODE);
    hash.update(left.toBytes());
    hash.update(right.toBytes());
    return Digest.finish(hash);
  }

  /**
   * The root of a tree.
   *
   * @param leaves hashes of the leaves, in order
   * @return the root; SHA-256 of nothing for an empty tree
   */
  public static Digest root(List<Digest> leaves) {
    MerkleRoot root = new MerkleRoot();
    leaves.forEach(root::add);
    return root.get();
  }

  /**
   * Proves that a leaf is in a tree: {@code PATH} of the RFC.
   *
   * @param index of the leaf, from 0
   * @param leaves hashes of all leaves of the tree
   * @return the proof, from the leaf up
   * @throws InvalidInputException if there is no such leaf
   */
  public static List<Digest> inclusion(int index, List<Digest> leaves) {
    if (index < 0 || index >= leaves.size()) {
      throw new InvalidInputException(
          "leaf " + index + "; expected 0 to " + (leaves.size() - 1) + " in this tree");
    }
    List<Digest> path = new ArrayList<>();
    path(index, leaves, path);
    return path;
  }

  private static void path(int index, List<Digest> leaves, List<Digest> path) {
    if (leaves.size() > 1) {
      int split = split(leaves.size());
      List<Digest> left = leaves.subList(0, split);
      List<Digest> right = leaves.subList(split, leaves.size());
      if (index < split) {
        path(index, left, path);
        path.add(root(right));
      } else {
        path(index - split, right, path);
        path.add(root(left));
      }
    }
  }

  /**
   * Proves that a tree continues an earlier one: {@code PROOF} of the RFC.
   *
   * @param earlier number of leaves of the earlier tree, at least 0
   * @param leaves hashes of all leaves of the later tree
   * @return the proof
   * @throws InvalidInputException if the earlier tree is larger
   */
  public static List<Digest> consistency(int earlier, List<Digest> leaves) {
    if (earlier < 0 || earlier > leaves.size()) {
      throw new InvalidInputException(
          "earlier size " + earlier + "; expected 0 to " + leaves.size());
    }
    List<Digest> proof = new ArrayList<>();
    if (earlier > 0) {
      subproof(earlier, leaves, true, proof);
    }
    return proof;
  }

  private static void subproof(
      int earlier, List<Digest> leaves, boolean known, List<Digest> proof) {
    if (earlier == leaves.size()) {
      if (!known) {
        proof.add(root(leaves));
      }
      return;
    }
    int split = split(leaves.size());
    List<Digest> left = leaves.subList(0, split);
    List<Digest> right = leaves.subList(split, leaves.size());
    if (earlier <= split) {
      subproof(earlier, left, known, proof);
      proof.add(root(right));
    } else {
      subproof(earlier - split, right, false, proof);
      proof.add(root(left));
    }
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1); // the largest power of two below the size
  }

  /**
   * Checks a proof of inclusion: RFC 9162, 2.1.3.2.
   *
   * @param leaf hash of the leaf
   * @param index of the leaf, from 0
   * @param size number of leaves of the tree
   * @param proof from the leaf up
   * @param root of the tree
   * @return true if the leaf is in the tree at that place
   */
  public static boolean verifyInclusion(
      Digest leaf, long index, long size, List<Digest> proof, Digest root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long at = index;
    long last = size - 1;
    Digest hash = leaf;
    for (Digest sibling : proof) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = node(sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /**
   * Checks a proof of consistency: RFC 9162, 2.1.4.2.
   *
   * @param earlier number of leaves of the earlier tree
   * @param earlierRoot its root
   * @param later number of leaves of the later tree
   * @param laterRoot its root
   * @param proof as {@link #consistency} makes it
   * @return true if the later tree begins with the leaves of the earlier one
   */
  public static boolean verifyConsistency(
      long earlier, Digest earlierRoot, long later, Digest laterRoot, List<Digest> proof) {
    if (earlier < 0 || earlier > later) {
      return false;
    }
    if (earlier == later) {
      return proof.isEmpty() && earlierRoot.equals(laterRoot);
    }
    if (earlier == 0) {
      return proof.isEmpty() && earlierRoot.equals(root(List.of()));
    }
    List<Digest> path = new ArrayList<>(proof);
    if (Long.bitCount(earlier) == 1) {
      path.add(0, earlierRoot); // a whole subtree, which the proof leaves out
    }
    if (path.isEmpty()) {
      return false;
    }
    long at = earlier - 1;
    long last = later - 1;
    while ((at & 1) == 1) {
      at >>= 1;
      last >>= 1;
    }
    Digest old = path.get(0);
    Digest fresh = old;
    for (Digest sibling : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        old = node(sibling, old);
        fresh = node(sibling, fresh);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        fresh = node(fresh, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && old.equals(earlierRoot) && fresh.equals(laterRoot);
  }
}
