package io.lepton.experiment;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which arm a unit belongs to: a pure function of the salt, the arms' weights and the unit, the
 * same in every process, for ever. No state is read, so changing one experiment cannot move a unit
 * of another.
 *
 * <p>The scheme, complete:
 *
 * <ol>
 *   <li><b>seed</b> = the first 8 bytes, big-endian, of SHA-256 of the salt in UTF-8;
 *   <li><b>h</b> = XXH64 of the unit in UTF-8 with that seed, read as an unsigned 64-bit number;
 *   <li>with weights w₁ … wₖ in the design's order (control first), each the exact value of its
 *       double, and S their sum, arm i owns the half-open range <br>
 *       [⌊2⁶⁴ (w₁ + … + wᵢ₋₁) / S⌋, ⌊2⁶⁴ (w₁ + … + wᵢ) / S⌋), computed without rounding;
 *   <li>the unit's arm is the one whose range holds h.
 * </ol>
 *
 * Each arm's share of the hashes is exact to 2⁻⁶⁴; there is no modulo and therefore no modulo bias.
 * XXH64 is not a cryptographic hash: who chooses both units and salt can aim at an arm.
 *
 * <p>Immutable and safe for use by many threads. See <a
 * href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">the XXH64
 * specification</a>.
 */
public final class Assignment {
  private static final int MAX_ID = 500;
  private static final double LEAST_SHARE = 1e-6;
  private static final BigDecimal RANGE = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

  private final long seed;
  private final List<Variant> variants;
  private final long[] ends; // of all ranges but the last, exclusive, unsigned

  private Assignment(long seed, List<Variant> variants, long[] ends) {
    this.seed = seed;
    this.variants = variants;
    this.ends = ends;
  }

  /**
   * Makes the function.
   *
   * @param salt what sets this split apart from others of the same units; any text
   * @param variants at least one, in the order of their ranges
   * @return the function
   * @throws InvalidInputException if there is no arm, or one would get less than a millionth of the
   *     units
   */
  public static Assignment of(String salt, List<Variant> variants) {
    if (variants.isEmpty()) {
      throw new InvalidInputException("an assignment needs at least one arm, found none");
    }
    BigDecimal total = sum(variants);
    long[] ends = new long[variants.size() - 1];
    for (int i = 0; i < variants.size(); i++) {
      requireSomeUnits(variants.get(i), total.doubleValue());
      if (i < ends.length) {
        ends[i] =
            sum(variants.subList(0, i + 1))
                .multiply(RANGE)
                .divideToIntegralValue(total)
                .toBigInteger()
                .longValue();
      }
    }
    long seed = ByteBuffer.wrap(Digest.of(salt).toBytes()).getLong();
    return new Assignment(seed, List.copyOf(variants), ends);
  }

  private static void requireSomeUnits(Variant variant, double total) {
    if (variant.weight() / total < LEAST_SHARE) {
      throw new InvalidInputException(
          "arm \""
              + variant
              + "\" has weight "
              + variant.weight()
              + " of "
              + total
              + " in all; expected at least one unit in a million");
    }
  }

  private static BigDecimal sum(List<Variant> variants) {
    return variants.stream()
        .map(variant -> new BigDecimal(variant.weight()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The arm of a unit.
   *
   * @param unit id of what is randomised, such as a customer; 1 to 500 UTF-16 units of well-formed
   *     Unicode; two ids are the same unit exactly when they are equal
   * @return its arm
   * @throws InvalidInputException if the id is not such a text
   */
  public Variant variantOf(String unit) {
    requireValidUnit(unit);
    return variants.get(rangeOf(XxHash64.hash(unit.getBytes(StandardCharsets.UTF_8), seed)));
  }

  private int rangeOf(long hash) {
    int arm = 0;
    while (arm < ends.length && Long.compareUnsigned(hash, ends[arm]) >= 0) {
      arm++;
    }
    return arm;
  }

  static void requireValidUnit(String unit) {
    requireValidId("unit id", unit);
  }

  /** Ids must survive UTF-8 unchanged, or two of them could become one. */
  static void requireValidId(String what, String id) {
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw new InvalidInputException(
          what
              + " of "
              + id.length()
              + " characters; expected 1 to "
              + MAX_ID
              + "; give a key, not the content");
    }
    for (int i = 0; i < id.length(); i++) {
      if (Character.isSurrogate(id.charAt(i))) {
        boolean pair =
            i + 1 < id.length() && Character.isSurrogatePair(id.charAt(i), id.charAt(i + 1));
        if (!pair) {
          throw new InvalidInputException(
              what
                  + " has half a character (unpaired surrogate) at index "
                  + i
                  + ", which UTF-8 cannot hold");
        }
        i++;
      }
    }
  }
}
