package io.lepton.audit;

import io.lepton.bytes.Digest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The root of a growing tree, from the roots of its whole subtrees alone: one for each bit that is
 * set in the number of leaves. Not thread-safe.
 */
final class MerkleRoot {
  private final Deque<Digest> subtrees = new ArrayDeque<>();
  private long size;

  void add(Digest leaf) {
    Digest hash = leaf;
    for (long bits = size; (bits & 1) == 1; bits >>= 1) {
      hash = Merkle.node(subtrees.pop(), hash);
    }
    subtrees.push(hash);
    size++;
  }

  long size() {
    return size;
  }

  Digest get() {
    Digest root = null;
    for (Digest subtree : subtrees) { // smallest, so rightmost, first
      root = root == null ? subtree : Merkle.node(subtree, root);
    }
    return root == null ? Digest.of(new byte[0]) : root;
  }
}
