package io.lepton.ensemble;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.WeightVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Means of weights (Wortsman et al. 2022), for models fine-tuned from the same pretrained one:
 * those lie in one valley of the loss. Models that were trained from different starts do not; their
 * mean is worth nothing.
 */
public final class ModelSoup {
  private ModelSoup() {}

  /**
   * A soup whose ingredients were chosen.
   *
   * @param weights their mean
   * @param ingredients indices of the models in it, in the order they were taken
   * @param score of the mean
   */
  public record Greedy(Weights weights, List<Integer> ingredients, double score) {
    /** {@inheritDoc} */
    public Greedy {
      ingredients = List.copyOf(ingredients);
    }
  }

  /**
   * The mean of all models.
   *
   * @param models at least one, F32, of the same names and shapes
   * @return the mean of each weight, computed in double precision
   * @throws InvalidInputException if there are none, they differ in form, or a weight is not finite
   */
  public static Weights uniform(List<Weights> models) {
    requireAlike(models);
    WeightVector sum = WeightVector.zeros(models.get(0));
    models.forEach(model -> sum.add(1, model));
    return sum.scale(1.0 / models.size()).toWeights();
  }

  /**
   * Takes the best model, then each of the others, the better first, if the mean with it is no
   * worse.
   *
   * @param models at least one, F32, of the same names and shapes
   * @param score on data held out from training and from the final test; higher is better
   * @return the soup; never worse than the best model on that score
   * @throws InvalidInputException if there are none, they differ in form, a weight is not finite,
   *     or a score is NaN
   */
  public static Greedy greedy(List<Weights> models, ToDoubleFunction<Weights> score) {
    requireAlike(models);
    double[] alone = models.stream().mapToDouble(model -> scored(score, model)).toArray();
    List<Integer> order =
        IntStream.range(0, alone.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -alone[i]))
            .toList();
    List<Integer> taken = new ArrayList<>(order.subList(0, 1));
    Weights best = models.get(order.get(0));
    double bestScore = alone[order.get(0)];
    for (int candidate : order.subList(1, order.size())) {
      List<Weights> mixed = new ArrayList<>(taken.stream().map(models::get).toList());
      mixed.add(models.get(candidate));
      Weights mean = uniform(mixed);
      double found = scored(score, mean);
      if (found >= bestScore) {
        taken.add(candidate);
        best = mean;
        bestScore = found;
      }
    }
    return new Greedy(best, taken, bestScore);
  }

  private static double scored(ToDoubleFunction<Weights> score, Weights model) {
    double value = score.applyAsDouble(model);
    if (Double.isNaN(value)) {
      throw new InvalidInputException("the score of a model is NaN; expected a number");
    }
    return value;
  }

  private static void requireAlike(List<Weights> models) {
    if (models.isEmpty()) {
      throw new InvalidInputException("a soup of no models; expected at least one");
    }
    for (int i = 0; i < models.size(); i++) {
      WeightVector.requireSameLayout(models.get(0), models.get(i), "model " + i);
      requireFinite(models.get(i), i);
    }
  }

  private static void requireFinite(Weights model, int number) {
    model
        .asMap()
        .forEach(
            (name, tensor) -> {
              for (float value : tensor.toFloats()) {
                if (!Float.isFinite(value)) {
                  throw new InvalidInputException(
                      "\"" + name + "\" of model " + number + " has the weight " + value);
                }
              }
            });
  }
}
