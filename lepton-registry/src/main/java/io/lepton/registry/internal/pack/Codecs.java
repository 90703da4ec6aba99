package io.lepton.registry.internal.pack;

import io.lepton.spi.Catalog.Chunk;

/** What the index alone says about a chunk's form. */
public final class Codecs {
  private Codecs() {}

  /**
   * Whether a key is needed to read a chunk.
   *
   * @param chunk as indexed
   * @return whether it is encrypted
   */
  public static boolean isSealed(Chunk chunk) {
    return chunk.codec() == Codec.SEALED.number();
  }
}
