package io.lepton.registry.internal.pack;

import io.lepton.tensor.DType;
import java.util.List;

/**
 * How the bytes of content belong together, which says how to store it small. In a BF16 the sign
 * stands in the way: turned to the other end, it leaves a byte to the exponent alone, which is all
 * that compresses (ZipNN, Hershcovitch et al. 2024). Of a binary32 that would save another half per
 * cent only, and cost each reader more time than that.
 */
public enum Grouping {
  /** Nothing is known. */
  UNKNOWN(0),
  /** Bytes that stand by themselves. */
  BYTES(1),
  /** Elements of two bytes. */
  PAIRS(2),
  /** Elements of four bytes. */
  QUADS(4),
  /** Elements of eight bytes. */
  OCTETS(8),
  /** Elements of two bytes, turned left by one bit first. */
  TURNED_PAIRS(2);

  private final int width;

  Grouping(int width) {
    this.width = width;
  }

  /**
   * How the elements of a type are grouped. Floats narrower than a byte are one opaque byte each; a
   * complex number is two floats.
   *
   * @param type of a tensor
   * @return its grouping, never {@link #UNKNOWN}
   */
  public static Grouping of(DType type) {
    return switch (type == DType.C64 ? DType.F32.bits() : type.bits()) {
      case 16 -> type == DType.BF16 ? TURNED_PAIRS : PAIRS;
      case 32 -> QUADS;
      case 64 -> OCTETS;
      default -> BYTES;
    };
  }

  /** As stored: elements of that many bytes, their bits turned or not. */
  static Grouping of(int width, boolean turned) {
    for (Grouping grouping : values()) {
      if (width > 1 && grouping.width == width && grouping.isTurned() == turned) {
        return grouping;
      }
    }
    throw new IllegalArgumentException("planes of elements of " + width + " bytes");
  }

  /** Bytes of an element; 0 if unknown. */
  int width() {
    return width;
  }

  /** Whether elements are turned left by one bit before their bytes are grouped. */
  boolean isTurned() {
    return this == TURNED_PAIRS;
  }

  /**
   * Elements as wide, not turned: in a difference sign and exponent are nearly always zero, and a
   * sign that is turned would spoil the plane of noise it comes to.
   */
  Grouping unturned() {
    return this == TURNED_PAIRS ? PAIRS : this;
  }

  Codec codec() {
    return isTurned() ? Codec.TURNED_PLANES : Codec.PLANES;
  }

  /** What is worth trying on such content. */
  List<Grouping> candidates() {
    return switch (this) {
      case UNKNOWN -> List.of(PAIRS, QUADS);
      case BYTES -> List.of();
      default -> List.of(this);
    };
  }
}
