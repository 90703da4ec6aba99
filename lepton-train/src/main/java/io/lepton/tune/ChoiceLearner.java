package io.lepton.tune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Probabilities of the values of one choice that move towards the better half of each population
 * (population-based incremental learning, Baluja 1994), none ever below a fifth of its equal share.
 */
final class ChoiceLearner {
  private static final double RATE = 0.3;
  private static final double LEAST = 0.2;

  private final int coordinate;
  private final double[] probabilities;

  ChoiceLearner(int coordinate, int values) {
    this.coordinate = coordinate;
    this.probabilities = new double[values];
    forget();
  }

  void forget() {
    Arrays.fill(probabilities, 1.0 / probabilities.length);
  }

  void draw(double[] place, SplittableRandom random) {
    double left = random.nextDouble();
    int value = 0;
    while (value < probabilities.length - 1 && left >= probabilities[value]) {
      left -= probabilities[value];
      value++;
    }
    place[coordinate] = (value + 0.5) / probabilities.length;
  }

  void learn(double[][] places, double[] losses) {
    int[] best =
        IntStream.range(0, places.length)
            .filter(i -> !Double.isNaN(places[i][coordinate]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> losses[i]))
            .limit(places.length / 2)
            .mapToInt(i -> i)
            .toArray();
    if (best.length == 0) {
      return;
    }
    int values = probabilities.length;
    double[] shares = new double[values];
    for (int i : best) {
      shares[(int) (places[i][coordinate] * values)] += 1.0 / best.length;
    }
    double least = LEAST / values;
    for (int v = 0; v < values; v++) {
      double moved = (1 - RATE) * probabilities[v] + RATE * shares[v];
      probabilities[v] = moved < least ? least : moved;
    }
    double sum = Arrays.stream(probabilities).sum();
    for (int v = 0; v < values; v++) {
      probabilities[v] /= sum;
    }
  }
}
