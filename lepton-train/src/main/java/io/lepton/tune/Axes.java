package io.lepton.tune;

import io.lepton.tune.internal.gp.Axis;
import java.util.Arrays;
import java.util.List;

/** A search space as coordinates of the unit cube. */
final class Axes {
  /** From so many values on, an ordered parameter is treated as continuous and then rounded. */
  private static final int MANY = 500;

  private Axes() {}

  static boolean isCategorical(Parameter parameter) {
    return parameter instanceof ChoiceParameter;
  }

  static boolean isFixed(Parameter parameter) {
    return parameter.levels().orElse(0) == 1;
  }

  /** The places of a discrete parameter's values, ascending. */
  static double[] levels(Parameter parameter) {
    int count = Math.toIntExact(parameter.levels().orElseThrow());
    double[] levels = new double[count];
    if (parameter instanceof WholeParameter whole) {
      Arrays.setAll(levels, i -> whole.toUnit(whole.low() + i * whole.step()));
    } else {
      Arrays.setAll(levels, i -> (i + 0.5) / count);
    }
    return levels;
  }

  static List<Axis> of(SearchSpace space) {
    return space.parameters().stream().map(Axes::axis).toList();
  }

  private static Axis axis(Parameter parameter) {
    long count = parameter.levels().orElse(Long.MAX_VALUE);
    if (count > MANY && !isCategorical(parameter)) {
      return Axis.continuous();
    }
    return new Axis(
        isCategorical(parameter) ? Axis.Kind.CATEGORICAL : Axis.Kind.ORDERED,
        Arrays.stream(levels(parameter)).boxed().toList());
  }

  /** A trial's place; the middle level stands for parameters that do not count. */
  static double[] place(SearchSpace space, List<Axis> axes, Trial trial) {
    double[] place = space.encode(trial.parameters());
    for (int j = 0; j < place.length; j++) {
      if (Double.isNaN(place[j])) {
        List<Double> levels = axes.get(j).levels();
        place[j] = levels.isEmpty() ? 0.5 : levels.get(levels.size() / 2);
      }
    }
    return place;
  }
}
