package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A sealed chunk as it lies in a pack, to be handed on without its key.
 *
 * @param digest its keyed name
 * @param rawLength of what it holds
 * @param stored the sealed bytes
 */
public record StoredChunk(Digest digest, int rawLength, ByteBuffer stored) {

  /**
   * The key it needs, which it says of itself.
   *
   * @return id of the data key
   * @throws IllegalArgumentException if these are no sealed bytes
   */
  public String key() {
    return Sealed.keyId(stored);
  }

  /**
   * What it rests on, which it says of itself.
   *
   * @return name of the chunk it is a difference from, or null
   * @throws IllegalArgumentException if these are no sealed bytes
   */
  public @Nullable Digest base() {
    return Sealed.base(stored);
  }
}
