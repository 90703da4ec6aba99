package io.lepton.registry.internal.pack;

import io.lepton.error.CorruptDataException;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;

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
   * Puts the raw bytes and checks them, each tile while it is near.
   *
   * @param to has room for all; may be outside the heap
   * @param what it is part of, for messages
   * @throws CorruptDataException if they do not have the name
   */
  void decodeNamed(Chunk place, ByteBuffer to, String what) {
    ChunkForm.Naming naming = form.naming();
    byte[] tile = new byte[Math.min(Decoding.TILE, length)];
    for (int from = 0; from < length; from += Decoding.TILE) {
      int count = Math.min(Decoding.TILE, length - from);
      decoding.tile(tile, 0, from, count);
      naming.add(tile, 0, count);
      to.put(tile, 0, count);
    }
    form.requireName(place, naming.end(), what);
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
