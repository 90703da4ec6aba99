package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Layers side by side on the same input, merged into one output.
 *
 * @param merge how
 * @param branches two or more, no two of one name
 */
public record Branches(Merge merge, List<Step> branches) implements Layer {
  /** How outputs of branches become one. */
  public enum Merge {
    /** Element by element; all shapes equal. */
    SUM,
    /** Element by element; all shapes equal. */
    PRODUCT,
    /** One after the other along the first axis (features, or channels); other axes equal. */
    CONCAT,
    /** The inner product of two outputs [n], which is [1]. */
    DOT
  }

  /** {@inheritDoc} */
  public Branches {
    Objects.requireNonNull(merge, "merge");
    branches = Checks.steps(branches);
    if (branches.size() < 2 || (merge == Merge.DOT && branches.size() > 2)) {
      throw Checks.refused(
          "number of branches for " + merge,
          branches.size(),
          merge == Merge.DOT ? "2" : "2 or more");
    }
  }

  /**
   * Branches named by their place, from 0.
   *
   * @param merge how their outputs become one
   * @param branches two or more
   * @return the layer
   */
  public static Branches of(Merge merge, Layer... branches) {
    return new Branches(merge, Sequential.of(branches).steps());
  }

  /**
   * A residual connection: {@code body(x) + shortcut(x)} (He et al. 2016).
   *
   * @param body named {@code body}
   * @param shortcut named {@code shortcut}; {@code Sequential.of()} for x itself
   * @return the layer
   */
  public static Branches residual(Layer body, Layer shortcut) {
    return new Branches(Merge.SUM, List.of(new Step("body", body), new Step("shortcut", shortcut)));
  }

  @Override
  public Shape outputShape(Shape input) {
    List<Shape> shapes = branches.stream().map(branch -> branch.outputShape(input)).toList();
    Shape first = shapes.get(0);
    boolean fit =
        switch (merge) {
          case SUM, PRODUCT -> shapes.stream().allMatch(first::equals);
          case CONCAT -> shapes.stream().allMatch(shape -> tail(shape).equals(tail(first)));
          case DOT -> first.rank() == 1 && shapes.stream().allMatch(first::equals);
        };
    if (!fit || first.rank() == 0) {
      throw new InvalidInputException("branches of " + merge + " end in shapes " + shapes);
    }
    return switch (merge) {
      case SUM, PRODUCT -> first;
      case DOT -> Shape.of(1);
      case CONCAT -> {
        long[] dimensions = first.dimensions();
        dimensions[0] = shapes.stream().mapToLong(shape -> shape.dimension(0)).sum();
        yield Shape.of(dimensions);
      }
    };
  }

  private static List<Long> tail(Shape shape) {
    List<Long> tail = new ArrayList<>();
    for (int axis = 1; axis < shape.rank(); axis++) {
      tail.add(shape.dimension(axis));
    }
    tail.add((long) shape.rank());
    return tail;
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    branches.forEach(branch -> branch.parameters(input, all));
    return all;
  }
}
