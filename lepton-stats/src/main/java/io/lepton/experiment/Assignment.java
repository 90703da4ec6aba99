package io.lepton.experiment;

import io.lepton.assign.HashScheme;
import io.lepton.assign.HashSchemes;
import io.lepton.assign.Holdout;
import io.lepton.assign.LayerRange;
import io.lepton.assign.Membership;
import io.lepton.assign.Splitter;
import io.lepton.assign.UnitId;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.Placement.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which arm a unit belongs to: a pure function of the salt, the arms' weights, the randomisation
 * and the unit, the same in every process, for ever. No state is read, so changing one experiment
 * cannot move a unit of another. It allocates nothing when asked.
 *
 * <p>A unit is looked at in this order: overrides; the allocation, if there is one; the holdout;
 * the layer; the traffic and the arms. The scheme of the arms, complete, where none other is asked
 * for:
 *
 * <ol>
 *   <li><b>seed</b> = the first 8 bytes, big-endian, of SHA-256 of the salt in UTF-8;
 *   <li><b>h</b> = XXH64 of the unit in UTF-8 with that seed, read as an unsigned 64-bit number;
 *   <li>with weights w₁ … wₖ in the design's order (control first), each the exact value of its
 *       double, S their sum, and t the traffic (1 for all units), arm i owns the half-open range
 *       <br>
 *       [⌊2⁶⁴ (w₁ + … + wᵢ₋₁) / S⌋, ⌊2⁶⁴ (w₁ + … + wᵢ₋₁ + t wᵢ) / S⌋), computed without rounding;
 *   <li>the unit's arm is the one whose range holds h; there is none for units outside the traffic.
 * </ol>
 *
 * Each arm's share of the hashes is exact to 2⁻⁶⁴; there is no modulo and therefore no modulo bias.
 * A larger t makes each range longer at its end and moves no beginning: raising the traffic moves
 * nobody. XXH64 is not a cryptographic hash: who chooses both units and salt can aim at an arm.
 *
 * <p>Immutable and safe for use by many threads. See <a
 * href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">the XXH64
 * specification</a>.
 */
public final class Assignment {
  private static final double LEAST_SHARE = 1e-6;

  private final List<Variant> variants;
  private final Splitter splitter;
  private final @Nullable Membership holdout;
  private final @Nullable Membership layer;
  private final Map<String, Placement> overrides;
  private final Map<String, Placement> allocation;
  private final Placement[] arms;
  private final Placement notAllocated;
  private final Placement heldOut;
  private final Placement outsideLayer;
  private final Placement outsideTraffic;

  private Assignment(List<Variant> variants, Splitter splitter, Randomisation randomisation) {
    this.variants = variants;
    this.splitter = splitter;
    this.holdout = randomisation.findHoldout().map(Holdout::members).orElse(null);
    this.layer = randomisation.findLayer().map(LayerRange::members).orElse(null);
    this.overrides = placements(randomisation.overrides(), Reason.FORCED);
    this.allocation = placements(randomisation.allocation(), Reason.ASSIGNED);
    this.arms =
        variants.stream()
            .map(variant -> new Placement(variant, Reason.ASSIGNED))
            .toArray(Placement[]::new);
    Variant control = variants.get(0);
    this.notAllocated = new Placement(control, Reason.NOT_ALLOCATED);
    this.heldOut = new Placement(control, Reason.HELD_OUT);
    this.outsideLayer = new Placement(control, Reason.OUTSIDE_LAYER);
    this.outsideTraffic = new Placement(control, Reason.OUTSIDE_TRAFFIC);
  }

  private Assignment(Assignment from, double traffic) {
    this.variants = from.variants;
    this.splitter = from.splitter.withTraffic(traffic);
    this.holdout = from.holdout;
    this.layer = from.layer;
    this.overrides = from.overrides;
    this.allocation = from.allocation;
    this.arms = from.arms;
    this.notAllocated = from.notAllocated;
    this.heldOut = from.heldOut;
    this.outsideLayer = from.outsideLayer;
    this.outsideTraffic = from.outsideTraffic;
  }

  private Map<String, Placement> placements(Map<String, String> armOfUnit, Reason reason) {
    Map<String, Placement> placements = new HashMap<>();
    armOfUnit.forEach((unit, arm) -> placements.put(unit, new Placement(named(arm, unit), reason)));
    return placements;
  }

  private Variant named(String arm, String unit) {
    return variants.stream()
        .filter(variant -> variant.name().equals(arm))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "unit \"" + unit + "\" shall get arm \"" + arm + "\"; there are " + variants));
  }

  /**
   * Makes the function, for all units and with Lepton's scheme.
   *
   * @param salt what sets this split apart from others of the same units; any text
   * @param variants at least one, in the order of their ranges
   * @return the function
   * @throws InvalidInputException if there is no arm, or one would get less than a millionth of the
   *     units
   */
  public static Assignment of(String salt, List<Variant> variants) {
    return of(salt, variants, Randomisation.withDefaults());
  }

  /**
   * Makes the function.
   *
   * @param salt what sets this split apart from others of the same units
   * @param variants at least one, in the order of their ranges; the first is what units outside get
   * @param randomisation which units, and how
   * @return the function
   * @throws InvalidInputException if there is no arm, or one would get less than a millionth of the
   *     units, or the salt is also that of the layer or the holdout
   * @throws NotFoundException if the randomisation names an arm or a scheme that does not exist
   */
  public static Assignment of(String salt, List<Variant> variants, Randomisation randomisation) {
    if (variants.isEmpty()) {
      throw new InvalidInputException("an assignment needs at least one arm, found none");
    }
    double[] weights = variants.stream().mapToDouble(Variant::weight).toArray();
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    for (Variant variant : variants) {
      requireSomeUnits(variant, total);
    }
    requireOwnSalt(salt, randomisation);
    requireEveryArm(variants, randomisation);
    HashScheme scheme = HashSchemes.named(randomisation.scheme());
    return new Assignment(
        List.copyOf(variants),
        Splitter.of(scheme, salt, weights).withTraffic(randomisation.traffic()),
        randomisation);
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

  private static void requireEveryArm(List<Variant> variants, Randomisation randomisation) {
    List<String> without =
        variants.stream()
            .map(Variant::name)
            .filter(name -> !randomisation.allocation().containsValue(name))
            .toList();
    if (!randomisation.allocation().isEmpty() && !without.isEmpty()) {
      throw new InvalidInputException("the allocation gives no unit to " + without);
    }
  }

  /** Of one hash, being in a range would decide the arm. */
  private static void requireOwnSalt(String salt, Randomisation randomisation) {
    randomisation
        .findLayer()
        .map(LayerRange::layer)
        .filter(taken -> taken.scheme().equals(randomisation.scheme()) && taken.salt().equals(salt))
        .ifPresent(
            taken -> {
              throw new InvalidInputException(
                  "layer \""
                      + taken.name()
                      + "\" and the experiment have the same salt \""
                      + salt
                      + "\", so that the arm would follow from the range; give one another salt");
            });
    randomisation
        .findHoldout()
        .filter(kept -> kept.salt().equals(salt))
        .ifPresent(
            kept -> {
              throw new InvalidInputException(
                  "the experiment has the salt of holdout \"" + kept.name() + "\"; give another");
            });
  }

  /**
   * The same function for another share of the units.
   *
   * @param share above 0, at most 1; units that were in at a smaller share stay in their arm
   * @return the function
   * @throws InvalidInputException if the share is outside, or leaves an arm no unit
   */
  public Assignment withTraffic(double share) {
    return new Assignment(this, share);
  }

  /**
   * The share of the units taken.
   *
   * @return above 0, at most 1
   */
  public double traffic() {
    return splitter.traffic();
  }

  /**
   * The arm of a unit; the control for a unit that is not in the experiment.
   *
   * @param unit id of what is randomised, such as a customer; 1 to 500 UTF-16 units of well-formed
   *     Unicode; two ids are the same unit exactly when they are equal
   * @return its arm
   * @throws InvalidInputException if the id is not such a text
   */
  public Variant variantOf(String unit) {
    return placementOf(unit).variant();
  }

  /**
   * The arm of a unit, and why.
   *
   * @param unit as in {@link #variantOf}
   * @return where it belongs
   * @throws InvalidInputException if the id is not such a text
   */
  public Placement placementOf(String unit) {
    return placementOf(unit, unit);
  }

  /**
   * The arm of a member of a cluster, and why. Overrides are looked up by the member, all else by
   * the cluster.
   *
   * @param unit id of the member
   * @param cluster id of the cluster, which is what is randomised
   * @return where it belongs
   * @throws InvalidInputException if an id is not as in {@link #variantOf}
   */
  public Placement placementOf(String unit, String cluster) {
    Placement forced = overrides.get(unit);
    if (forced != null) {
      return forced;
    }
    if (!allocation.isEmpty()) {
      Placement listed = allocation.get(cluster);
      if (listed == null) {
        UnitId.requireValid("unit id", cluster);
        return notAllocated;
      }
      return listed;
    }
    if (holdout != null && holdout.contains(cluster)) {
      return heldOut;
    }
    if (layer != null && !layer.contains(cluster)) {
      return outsideLayer;
    }
    int arm = splitter.indexOf(cluster);
    return arm == Splitter.OUTSIDE ? outsideTraffic : arms[arm];
  }
}
