package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** What layers ask of their settings and inputs. */
final class Checks {
  private static final double LARGEST = 1e15; // no float beyond has neighbours of a use

  private Checks() {}

  static InvalidInputException refused(String what, Object found, String expected) {
    return new InvalidInputException(what + " is " + found + "; expected " + expected);
  }

  static int atLeast(int least, String what, int value) {
    if (value < least) {
      throw refused(what, value, least + " or more");
    }
    return value;
  }

  static double within(double low, double high, String what, double value) {
    if (!(value >= low && value <= high)) {
      throw refused(what, value, "a number from " + low + " to " + high);
    }
    return value;
  }

  static double finite(String what, double value) {
    return within(-LARGEST, LARGEST, what, value);
  }

  static Shape rank(int rank, String layer, String expected, Shape input) {
    if (input.rank() != rank) {
      throw new InvalidInputException(layer + " takes " + expected + ", found " + input);
    }
    return input;
  }

  static Shape image(String layer, Shape input) {
    return rank(3, layer, "[channels, height, width]", input);
  }

  /** A shape of a tensor one Java array can hold. */
  static Shape elements(Shape shape) {
    long count = shape.elementCount();
    if (count < 1 || count > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "shape " + shape + " has " + count + " elements; expected from 1 to 2^31 - 1");
    }
    return shape;
  }

  /** Where a window may stand, along one axis. */
  static long windows(String layer, Shape input, int axis, long kernel, int stride, int padding) {
    long places = input.dimension(axis) + 2L * padding - kernel;
    if (places < 0) {
      throw new InvalidInputException(
          layer + " has a window of " + kernel + ", larger than its padded input " + input);
    }
    return places / stride + 1;
  }

  /** Steps with names of their own. */
  static List<Step> steps(List<Step> steps) {
    List<String> names = steps.stream().map(Step::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new InvalidInputException("two steps have the same name in " + names);
    }
    return List.copyOf(steps);
  }

  static <T> T present(T value, String what) {
    return Objects.requireNonNull(value, what);
  }
}
