package io.lepton.registry.internal.pack;

/**
 * The raw bytes of a chunk on their way from its stored ones, which were looked at and, where they
 * were compressed, inflated: nothing can be refused any more. They come in tiles, so that each
 * passes through all steps of a chain, and is hashed, while it is in the nearest cache; a whole
 * chunk would be fetched from memory again for each. Belongs to one thread.
 */
interface Decoding {
  /**
   * Bytes of a tile. With the planes of two links of a chain it takes 24 KiB, which a first cache
   * of 32 KiB holds; 4 to 64 KiB were tried and differ by less than runs do. Whole words of {@link
   * Lanes}, of elements of any width.
   */
  int TILE = 8 << 10;

  /**
   * Of a chunk whose bytes are all there already; they must stay as they are until the last tile.
   */
  static Decoding of(byte[] raw) {
    return (to, at, from, length) -> System.arraycopy(raw, from, to, at, length);
  }

  /**
   * Writes the next tile, of a base before what rests on it.
   *
   * @param to where the tile goes
   * @param at where it begins in {@code to}
   * @param from where it begins in the chunk; a multiple of {@link #TILE}
   * @param length {@link #TILE}, or what is left of the chunk
   */
  void tile(byte[] to, int at, int from, int length);
}
