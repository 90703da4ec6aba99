package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Named;
import java.util.List;

/**
 * How units are spread over points, and points over arms. Those that come with Lepton are in {@link
 * HashSchemes}; others are found through {@link java.util.ServiceLoader} by name.
 *
 * <p>Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>Everything is a pure function of its arguments, the same in every process and release, for
 *       ever: units that are in an experiment must stay in their arm. A change gets a new name.
 *   <li>{@link #range} is monotone: of {@code a <= b <= c}, the points of [a, b) and of [b, c) have
 *       none in common and together are those of [a, c).
 *   <li>{@link #split} gives ranges that have no point in common; those of a smaller share lie
 *       within those of a larger one, arm by arm, so that raising the share moves no unit.
 * </ul>
 */
public interface HashScheme extends Named {
  /**
   * Puts the salt in.
   *
   * @param salt sets this split apart from others of the same units
   * @return the hash
   * @throws InvalidInputException if the scheme cannot take the salt
   */
  UnitHash seeded(String salt);

  /**
   * The points of a part of all.
   *
   * @param from where it begins, 0 to 1
   * @param to where it ends, exclusive, greater than {@code from}, at most 1
   * @return the points
   * @throws InvalidInputException if there is no point between the two
   */
  PointRange range(double from, double to);

  /**
   * The points of each arm.
   *
   * @param weights positive and finite, at least one; the arms' shares are as their ratios
   * @param traffic share of each arm's points that is used, its first ones; above 0, at most 1
   * @return a range an arm, in the order of the weights
   * @throws InvalidInputException if an arm would get no point
   */
  List<PointRange> split(double[] weights, double traffic);
}
