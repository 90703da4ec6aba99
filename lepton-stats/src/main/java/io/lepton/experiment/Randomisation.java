package io.lepton.experiment;

import io.lepton.assign.HashScheme;
import io.lepton.assign.HashSchemes;
import io.lepton.assign.Holdout;
import io.lepton.assign.LayerRange;
import io.lepton.assign.UnitId;
import io.lepton.error.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which units an experiment takes and how it spreads them over its arms; recorded with the design
 * and, but for the traffic, never changed. See {@link Assignment} for what follows from it.
 *
 * @param scheme name of the {@link HashScheme}
 * @param traffic share of the units taken at the start, above 0, at most 1; {@link
 *     Experiment#raiseTraffic} raises it later
 * @param layer what the experiment may take of a layer, or null for all units
 * @param holdout units kept out, or null; a layer's own holdout belongs to the layer
 * @param overrides arm by unit id, for people who test: they get the arm and are never counted
 * @param allocation arm by unit id, drawn beforehand, such as by {@link
 *     io.lepton.assign.PermutedBlocks} or {@link io.lepton.assign.Switchback}: these units and no
 *     others are taken; empty for a randomisation by hash
 * @param cluster what the ids are of where groups are randomised and not their members, such as
 *     {@code household}; null if the units are randomised themselves
 */
public record Randomisation(
    String scheme,
    double traffic,
    @Nullable LayerRange layer,
    @Nullable Holdout holdout,
    Map<String, String> overrides,
    Map<String, String> allocation,
    @Nullable String cluster) {
  private static final Randomisation DEFAULTS =
      new Randomisation(HashSchemes.lepton().name(), 1, null, null, Map.of(), Map.of(), null);

  /** {@inheritDoc} */
  public Randomisation {
    if (!(traffic > 0 && traffic <= 1)) {
      throw new InvalidInputException("traffic is " + traffic + "; expected above 0, at most 1");
    }
    if (layer != null && holdout != null) {
      throw new InvalidInputException(
          "a holdout \""
              + holdout.name()
              + "\" for an experiment in "
              + layer
              + "; there the layer's holdout counts, set it with Layer.withHoldout");
    }
    overrides = Map.copyOf(overrides);
    allocation = Map.copyOf(allocation);
    overrides.keySet().forEach(unit -> UnitId.requireValid("unit id", unit));
    allocation.keySet().forEach(unit -> UnitId.requireValid("unit id", unit));
    if (!allocation.isEmpty() && (traffic < 1 || layer != null || holdout != null)) {
      throw new InvalidInputException(
          "an allocation of "
              + allocation.size()
              + " units together with traffic, a layer or a holdout; the listed units are those"
              + " taken, leave out of the list whom you do not want");
    }
    if (cluster != null) {
      UnitId.requireValid("cluster", cluster);
    }
  }

  /**
   * All units, by Lepton's scheme.
   *
   * @return the randomisation an experiment has unless told otherwise
   */
  public static Randomisation withDefaults() {
    return DEFAULTS;
  }

  /**
   * Sets the hash.
   *
   * @param other such as {@code HashSchemes.growthBookV2()}
   * @return a new randomisation
   */
  public Randomisation withHash(HashScheme other) {
    return new Randomisation(other.name(), traffic, layer, holdout, overrides, allocation, cluster);
  }

  /**
   * Takes part of the units at the start.
   *
   * @param share above 0, at most 1
   * @return a new randomisation
   */
  public Randomisation withTraffic(double share) {
    return new Randomisation(scheme, share, layer, holdout, overrides, allocation, cluster);
  }

  /**
   * Stays within a part of a layer. Starting fails if another experiment has claimed some of it.
   *
   * @param range of the layer
   * @return a new randomisation
   */
  public Randomisation withLayer(LayerRange range) {
    return new Randomisation(scheme, traffic, range, holdout, overrides, allocation, cluster);
  }

  /**
   * Keeps units out, where there is no layer.
   *
   * @param kept may be that of other experiments and layers too
   * @return a new randomisation
   */
  public Randomisation withHoldout(Holdout kept) {
    return new Randomisation(scheme, traffic, layer, kept, overrides, allocation, cluster);
  }

  /**
   * Forces units into arms, for people who test.
   *
   * @param armOfUnit names of arms by unit id
   * @return a new randomisation
   */
  public Randomisation withOverrides(Map<String, String> armOfUnit) {
    return new Randomisation(scheme, traffic, layer, holdout, armOfUnit, allocation, cluster);
  }

  /**
   * Takes units and arms from a list drawn beforehand.
   *
   * @param armOfUnit names of arms by unit id; every arm at least once
   * @return a new randomisation
   */
  public Randomisation withAllocation(Map<String, String> armOfUnit) {
    return new Randomisation(scheme, traffic, layer, holdout, overrides, armOfUnit, cluster);
  }

  /**
   * Says that groups are randomised. The group's id is then what is hashed, exposed, and named when
   * outcomes are recorded: the group is the unit of analysis, its outcomes are aggregated as a
   * unit's are, so that members who are alike do not make the interval too short.
   *
   * @param what the ids are of, such as {@code household}
   * @return a new randomisation
   */
  public Randomisation withCluster(String what) {
    return new Randomisation(scheme, traffic, layer, holdout, overrides, allocation, what);
  }

  /**
   * The holdout that counts: the layer's, else the randomisation's own.
   *
   * @return the holdout or empty
   */
  public Optional<Holdout> findHoldout() {
    return layer != null ? layer.layer().findHoldout() : Optional.ofNullable(holdout);
  }

  /**
   * The layer's part, if the experiment is in one.
   *
   * @return the range or empty
   */
  public Optional<LayerRange> findLayer() {
    return Optional.ofNullable(layer);
  }

  /**
   * What the ids are of, if groups are randomised.
   *
   * @return such as {@code household}, or empty
   */
  public Optional<String> findCluster() {
    return Optional.ofNullable(cluster);
  }
}
