package io.lepton.benchmarks;

import io.lepton.tune.RunningTrial;
import io.lepton.tune.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A function to be minimised, with the space it is searched in and its smallest value (Surjanovic
 * and Bingham, "Virtual Library of Simulation Experiments"). The peer's script has the same ones.
 */
record TuneFunction(
    String name, SearchSpace space, double minimum, ToDoubleFunction<RunningTrial> value) {
  private static final double[] HEIGHTS = {1, 1.2, 3, 3.2};

  private static final double[][] WIDTHS_6 = {
    {10, 3, 17, 3.5, 1.7, 8},
    {.05, 10, 17, .1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, .05, 10, .1, 14}
  };
  private static final double[][] CENTRES_6 = {
    {1312, 1696, 5569, 124, 8283, 5886},
    {2329, 4135, 8307, 3736, 1004, 9991},
    {2348, 1451, 3522, 2883, 3047, 6650},
    {4047, 8828, 8732, 5743, 1091, 381}
  };
  private static final double[][] WIDTHS_3 = {{3, 10, 30}, {.1, 10, 35}, {3, 10, 30}, {.1, 10, 35}};
  private static final double[][] CENTRES_3 = {
    {3689, 1170, 2673}, {4699, 4387, 7470}, {1091, 8732, 5547}, {381, 5743, 8828}
  };

  /** The five that have published figures. */
  static List<TuneFunction> anchored() {
    return List.of(
        of("branin", new double[][] {{-5, 10}, {0, 15}}, 0.39788735772973816, TuneFunction::branin),
        of("hartmann6", box(6, 0, 1), -3.32236801141551, x -> hartmann(x, WIDTHS_6, CENTRES_6)),
        of("rosenbrock4", box(4, -5, 10), 0, TuneFunction::rosenbrock),
        of("ackley5", box(5, -32.768, 32.768), 0, TuneFunction::ackley),
        of("levy5", box(5, -10, 10), 0, TuneFunction::levy));
  }

  /**
   * Others. Some of them were looked at when the sampler's settings were chosen, on other seeds.
   */
  static List<TuneFunction> others() {
    return List.of(
        of("hartmann3", box(3, 0, 1), -3.86278214782076, x -> hartmann(x, WIDTHS_3, CENTRES_3)),
        of("camel6", new double[][] {{-3, 3}, {-2, 2}}, -1.031628453489877, TuneFunction::camel),
        of("griewank5", box(5, -600, 600), 0, TuneFunction::griewank),
        of("styblinski5", box(5, -5, 5), -39.16616570377142 * 5, TuneFunction::styblinski),
        mixed(),
        conditional());
  }

  private static TuneFunction of(
      String name, double[][] box, double minimum, ToDoubleFunction<double[]> function) {
    var builder = SearchSpace.builder();
    for (int i = 0; i < box.length; i++) {
      builder.decimal("x" + i, box[i][0], box[i][1]);
    }
    int dimensions = box.length;
    return new TuneFunction(
        name,
        builder.build(),
        minimum,
        trial -> {
          double[] x = new double[dimensions];
          for (int i = 0; i < dimensions; i++) {
            x[i] = trial.number("x" + i);
          }
          return function.applyAsDouble(x);
        });
  }

  private static double[][] box(int dimensions, double low, double high) {
    double[][] box = new double[dimensions][];
    Arrays.setAll(box, i -> new double[] {low, high});
    return box;
  }

  private static TuneFunction mixed() {
    SearchSpace space =
        SearchSpace.builder()
            .logDecimal("rate", 1e-5, 1)
            .logWhole("units", 1, 512)
            .whole("layers", 1, 8)
            .decimal("dropout", 0, 0.9, 0.1)
            .choice("kind", "a", "b", "c", "d")
            .build();
    return new TuneFunction(
        "mixed",
        space,
        0,
        trial -> {
          double rate = Math.log10(trial.number("rate")) + 2.5;
          double units = Math.log(trial.integer("units") / 48.0);
          double kind = List.of("c", "a", "d", "b").indexOf(trial.text("kind"));
          double layers = trial.number("layers") - 3;
          double dropout = trial.number("dropout") - 0.3;
          return rate * rate
              + units * units
              + 0.1 * layers * layers
              + 4 * dropout * dropout
              + 0.5 * kind
              + 0.3 * Math.abs(rate * units);
        });
  }

  private static TuneFunction conditional() {
    SearchSpace space =
        SearchSpace.builder()
            .choice("model", "linear", "svm", "trees")
            .logDecimal("l2", 1e-6, 1)
            .when("model", "svm", it -> it.logDecimal("c", 1e-3, 1e3).logDecimal("gamma", 1e-4, 10))
            .when("model", "trees", it -> it.whole("depth", 1, 16).logWhole("count", 8, 1024))
            .build();
    return new TuneFunction(
        "conditional",
        space,
        0,
        trial -> {
          double l2 = Math.log10(trial.number("l2")) + 3;
          return 0.1 * l2 * l2
              + switch (trial.text("model")) {
                case "svm" ->
                    square(Math.log10(trial.number("c")) - 1.3)
                        + square(Math.log10(trial.number("gamma")) + 1.7);
                case "trees" ->
                    0.2
                        + 0.05 * square(trial.number("depth") - 6)
                        + 0.2 * square(Math.log(trial.integer("count") / 300.0));
                default -> 1;
              };
        });
  }

  private static double square(double x) {
    return x * x;
  }

  private static double branin(double[] x) {
    double a = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
    return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
  }

  private static double hartmann(double[] x, double[][] widths, double[][] centres) {
    double sum = 0;
    for (int i = 0; i < HEIGHTS.length; i++) {
      double distance = 0;
      for (int j = 0; j < x.length; j++) {
        distance += widths[i][j] * square(x[j] - centres[i][j] * 1e-4);
      }
      sum -= HEIGHTS[i] * Math.exp(-distance);
    }
    return sum;
  }

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      sum += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
    }
    return sum;
  }

  private static double ackley(double[] x) {
    double squares = 0;
    double cosines = 0;
    for (double v : x) {
      squares += v * v;
      cosines += Math.cos(2 * Math.PI * v);
    }
    return -20 * Math.exp(-0.2 * Math.sqrt(squares / x.length))
        - Math.exp(cosines / x.length)
        + 20
        + Math.E;
  }

  private static double levy(double[] x) {
    double last = 1 + (x[x.length - 1] - 1) / 4;
    double sum =
        square(Math.sin(Math.PI * (1 + (x[0] - 1) / 4)))
            + square(last - 1) * (1 + square(Math.sin(2 * Math.PI * last)));
    for (int i = 0; i + 1 < x.length; i++) {
      double w = 1 + (x[i] - 1) / 4;
      sum += square(w - 1) * (1 + 10 * square(Math.sin(Math.PI * w + 1)));
    }
    return sum;
  }

  private static double camel(double[] x) {
    double a = x[0] * x[0];
    double b = x[1] * x[1];
    return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b;
  }

  private static double griewank(double[] x) {
    double sum = 1;
    double product = 1;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * x[i] / 4000;
      product *= Math.cos(x[i] / Math.sqrt(i + 1));
    }
    return sum - product;
  }

  private static double styblinski(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v * v * v - 16 * v * v + 5 * v;
    }
    return sum / 2;
  }
}
