package io.lepton.tune;

import java.util.OptionalLong;

/**
 * One parameter of a {@link SearchSpace}: the values it may take, and their places in the unit
 * interval, which is where samplers work. Every value owns a part of the interval; parts of
 * discrete parameters are cells, and a value's own place is the middle of its cell. Immutable.
 */
public sealed interface Parameter permits DecimalParameter, WholeParameter, ChoiceParameter {
  /**
   * The parameter's name.
   *
   * @return unique in its space
   */
  String name();

  /**
   * How many values there are.
   *
   * @return at least 1; empty for a continuous parameter
   */
  OptionalLong levels();

  /**
   * Whether a value is one of the parameter's.
   *
   * @param value as in {@link io.lepton.model.Hyperparameters#asMap()}
   * @return false also for a value of another type
   */
  boolean contains(Object value);

  /**
   * The value at a place of the unit interval.
   *
   * @param unit from 0 to 1, both included
   * @return a value that the parameter contains: a Double, a Long, or a choice
   * @throws io.lepton.error.InvalidInputException if the place is outside, or NaN
   */
  Object fromUnit(double unit);

  /**
   * The place of a value in the unit interval.
   *
   * @param value that the parameter contains
   * @return from 0 to 1; for a discrete parameter the middle of the value's cell
   * @throws io.lepton.error.InvalidInputException if the parameter does not contain it
   */
  double toUnit(Object value);

  /**
   * The lower end of a value's cell.
   *
   * @param value that the parameter contains
   * @return from 0 to 1; the same as {@link #toUnit} for a continuous parameter
   */
  double cellStart(Object value);

  /**
   * The upper end of a value's cell.
   *
   * @param value that the parameter contains
   * @return from 0 to 1; the same as {@link #toUnit} for a continuous parameter
   */
  double cellEnd(Object value);
}
