package io.lepton.registry.internal.pack;

import io.lepton.error.CorruptDataException;
import io.lepton.spi.Catalog.Chunk;

/**
 * A chunk about to be decoded.
 *
 * @param form it is kept in
 * @param length of its raw bytes
 */
record Opened(ChunkForm form, int length, Decoding decoding) {
  /** Writes the raw bytes, whatever their name is. */
  void decode(byte[] to, int at) {
    for (int from = 0; from < length; from += Decoding.TILE) {
      decoding.tile(to, at + from, from, Math.min(Decoding.TILE, length - from));
    }
  }

  /**
   * Writes the raw bytes and checks them, each tile while it is near.
   *
   * @param what it is part of, for messages
   * @throws CorruptDataException if they do not have the name
   */
  void decodeNamed(Chunk place, byte[] to, int at, String what) {
    ChunkForm.Naming naming = form.naming();
    for (int from = 0; from < length; from += Decoding.TILE) {
      int count = Math.min(Decoding.TILE, length - from);
      decoding.tile(to, at + from, from, count);
      naming.add(to, at + from, count);
    }
    form.requireName(place, naming.end(), what);
  }
}
