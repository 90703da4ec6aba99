package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Ref;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Experiments that must not share units: all units are spread over [0, 1) by a hash of the layer's
 * own salt, and each experiment takes a range of its own. Experiments in different layers share
 * units independently. Also known as a namespace or an exclusion group.
 *
 * @param name as {@link Ref#requireValidName} allows
 * @param salt of the layer's hash; must differ from those of its experiments, or their arms would
 *     depend on the range
 * @param scheme name of the {@link HashScheme}
 * @param holdout units kept out of every experiment of the layer, or null
 */
public record Layer(String name, String salt, String scheme, @Nullable Holdout holdout) {
  /** {@inheritDoc} */
  public Layer {
    Ref.requireValidName("layer", name);
    UnitId.requireWellFormed("salt", salt);
    HashSchemes.named(scheme);
  }

  /**
   * A layer with Lepton's scheme, the salt {@code layer/NAME} and no holdout.
   *
   * @param name of the layer
   * @return the layer
   */
  public static Layer named(String name) {
    return new Layer(name, "layer/" + name, HashSchemes.lepton().name(), null);
  }

  /**
   * Sets the hash, for those who come from elsewhere: a namespace of GrowthBook has {@code
   * HashSchemes.growthBookV1()} and the salt {@code "__" + id}; a group of Optimizely {@code
   * HashSchemes.optimizely()} and the group's id.
   *
   * @param other the scheme
   * @param otherSalt its salt
   * @return a new layer
   */
  public Layer withHash(HashScheme other, String otherSalt) {
    return new Layer(name, otherSalt, other.name(), holdout);
  }

  /**
   * Sets what is kept out of every experiment of the layer.
   *
   * @param kept may be that of other layers too
   * @return a new layer
   */
  public Layer withHoldout(Holdout kept) {
    return new Layer(name, salt, scheme, kept);
  }

  /**
   * The holdout, if there is one.
   *
   * @return the holdout or empty
   */
  public Optional<Holdout> findHoldout() {
    return Optional.ofNullable(holdout);
  }

  /**
   * A part of the layer.
   *
   * @param from where it begins, 0 to 1
   * @param to where it ends, exclusive
   * @return the range
   * @throws InvalidInputException unless 0 ≤ from &lt; to ≤ 1
   */
  public LayerRange range(double from, double to) {
    return new LayerRange(this, from, to);
  }
}
