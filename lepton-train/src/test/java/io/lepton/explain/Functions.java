package io.lepton.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Functions of numbers to be explained, and cases for them. */
final class Functions {
  private Functions() {}

  static List<String> names(int features) {
    return IntStream.range(0, features).mapToObj(i -> "x" + i).toList();
  }

  static ModelFunction<double[]> of(int features, ToDoubleFunction<double[]> function) {
    return ModelFunction.ofNumbers(
        names(features),
        List.of("y"),
        cases ->
            Arrays.stream(cases)
                .map(one -> new double[] {function.applyAsDouble(one)})
                .toArray(double[][]::new));
  }

  static ModelFunction<double[]> linear(double... weights) {
    return of(
        weights.length,
        one -> IntStream.range(0, weights.length).mapToDouble(i -> weights[i] * one[i]).sum());
  }

  static List<double[]> normal(int cases, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> list = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      list.add(normal(features, random));
    }
    return list;
  }

  static double[] normal(int features, SplittableRandom random) {
    double[] one = new double[features];
    for (int j = 0; j < features; j++) {
      one[j] =
          Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
              * Math.cos(2 * Math.PI * random.nextDouble());
    }
    return one;
  }

  static double[] amounts(Attribution attribution) {
    return attribution.contributions().stream().mapToDouble(Contribution::amount).toArray();
  }

  /** Shapley values by averaging over all orders: another road than the library's. */
  static double[] byOrders(ModelFunction<double[]> model, List<double[]> background, double[] one) {
    int n = one.length;
    double[] sum = new double[n];
    int[] orders = {0};
    permute(model, background, one, new ArrayList<>(), sum, orders);
    return Arrays.stream(sum).map(value -> value / orders[0]).toArray();
  }

  private static void permute(
      ModelFunction<double[]> model,
      List<double[]> background,
      double[] one,
      List<Integer> order,
      double[] sum,
      int[] orders) {
    if (order.size() == one.length) {
      orders[0]++;
      double before = worth(model, background, one, List.of());
      for (int k = 1; k <= order.size(); k++) {
        double now = worth(model, background, one, order.subList(0, k));
        sum[order.get(k - 1)] += now - before;
        before = now;
      }
      return;
    }
    for (int j = 0; j < one.length; j++) {
      if (!order.contains(j)) {
        order.add(j);
        permute(model, background, one, order, sum, orders);
        order.remove(order.size() - 1);
      }
    }
  }

  private static double worth(
      ModelFunction<double[]> model, List<double[]> background, double[] one, List<Integer> known) {
    List<double[]> mixed = new ArrayList<>();
    for (double[] other : background) {
      double[] each = other.clone();
      known.forEach(j -> each[j] = one[j]);
      mixed.add(each);
    }
    return Arrays.stream(model.apply(mixed)).mapToDouble(row -> row[0]).average().orElseThrow();
  }
}
