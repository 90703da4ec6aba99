package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.report.LineChart;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Power over the number of units, for some effects.
 *
 * @param units of all arms, rising
 * @param powers by effect, as many as there are units
 */
public record PowerCurve(List<Double> units, Map<Double, List<Double>> powers) {
  private static final int POINTS = 60;

  /** {@inheritDoc} */
  public PowerCurve {
    units = List.copyOf(units);
    powers = Map.copyOf(powers);
  }

  /**
   * Computes the curves.
   *
   * @param plan of the experiment
   * @param least units of all arms at the left
   * @param most units of all arms at the right, more than least
   * @param effects one for each curve, at least one, as of {@link PowerPlan#power}
   * @return the curves
   * @throws InvalidInputException if an argument is out of range
   */
  public static PowerCurve of(PowerPlan plan, double least, double most, double... effects) {
    Checks.sample("effects", effects, 1);
    if (!(Checks.finite("most units", most) > Checks.finite("least units", least))) {
      throw new InvalidInputException(
          "units from " + least + " to " + most + "; expected the second to be larger");
    }
    List<Double> units = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      units.add(least + (most - least) * i / POINTS);
    }
    Map<Double, List<Double>> powers = new TreeMap<>();
    for (double effect : effects) {
      powers.put(effect, units.stream().map(n -> plan.power(n, effect)).toList());
    }
    return new PowerCurve(units, powers);
  }

  /**
   * Draws the curves.
   *
   * @return an SVG element
   */
  public String svg() {
    double[] x = units.stream().mapToDouble(Double::doubleValue).toArray();
    LineChart chart =
        LineChart.titled("Power by number of units")
            .x("units of all arms", x[0], x[x.length - 1])
            .y("power", 0, 1);
    DoubleStream effects = powers.keySet().stream().mapToDouble(Double::doubleValue).sorted();
    effects.forEach(
        effect ->
            chart.curve(
                "effect " + effect,
                x,
                powers.getOrDefault(effect, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray()));
    return chart.svg();
  }
}
