package io.lepton.merge;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Says whether two contents are the same to the bit. A store answers by the names of chunks,
 * without reading any.
 */
public interface Sameness {
  /** Compares what is there by reading it. */
  Sameness BY_CONTENT =
      new Sameness() {
        @Override
        public boolean sameTensor(Tensor one, Tensor other) {
          return one == other || one.contentEquals(other);
        }

        @Override
        public boolean sameFile(ByteSource one, ByteSource other) {
          return one == other
              || (one.size() == other.size() && Digest.of(one).equals(Digest.of(other)));
        }
      };

  /**
   * Compares two tensors.
   *
   * @param one tensor
   * @param other tensor
   * @return true if type, shape and every bit are the same
   */
  boolean sameTensor(Tensor one, Tensor other);

  /**
   * Compares two files.
   *
   * @param one content
   * @param other content
   * @return true if every bit is the same
   */
  boolean sameFile(ByteSource one, ByteSource other);

  /**
   * Compares two values of one {@link Item}.
   *
   * @param one value, or null if absent
   * @param other value, or null if absent
   * @return true if both are absent or the same
   */
  default boolean of(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one instanceof Tensor a && other instanceof Tensor b) {
      return sameTensor(a, b);
    }
    if (one instanceof ByteSource a && other instanceof ByteSource b) {
      return sameFile(a, b);
    }
    return one.equals(other);
  }
}
