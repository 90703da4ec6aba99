package io.lepton.ensemble;

import io.lepton.data.Dataset;
import io.lepton.data.Fold;
import io.lepton.data.Folds;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Classification;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Stacked generalisation (Wolpert 1992): how much to trust each member is learnt from predictions
 * of rows that the member had not seen. What is learnt is one weight for each member's logits, by
 * the likelihood, with a penalty that pulls towards the plain mean; so little data gives the mean,
 * and a member that knows nothing gets a weight near 0. Immutable.
 */
public final class Stacking {
  private final int folds;
  private final double ridge;
  private final long seed;

  private Stacking(int folds, double ridge, long seed) {
    this.folds = folds;
    this.ridge = ridge;
    this.seed = seed;
    if (folds < 2) {
      throw new InvalidInputException(folds + " folds to stack models by; expected at least 2");
    }
    if (!(ridge > 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("ridge is " + ridge + "; expected above 0");
    }
  }

  /**
   * 5 folds, ridge 1, seed 0.
   *
   * @return the definition
   */
  public static Stacking withDefaults() {
    return new Stacking(5, 1, 0);
  }

  /**
   * Another number of folds.
   *
   * @param count from 2 to the number of rows
   * @return a new definition
   * @throws InvalidInputException if there are fewer than 2
   */
  public Stacking withFolds(int count) {
    return new Stacking(count, ridge, seed);
  }

  /**
   * Another pull towards the mean.
   *
   * @param value λ of λ/2 Σ (w − 1/members)², beside the sum of the rows' losses; above 0
   * @return a new definition
   */
  public Stacking withRidge(double value) {
    return new Stacking(folds, value, seed);
  }

  /**
   * Another seed of the folds.
   *
   * @param value any number
   * @return a new definition
   */
  public Stacking withSeed(long value) {
    return new Stacking(folds, ridge, value);
  }

  /**
   * Trains each member on each fold, learns the weights from the rows left out, and trains the
   * members again on everything.
   *
   * @param learners two or more: each trains a classifier
   * @param data with a label, every class in every fold
   * @return the ensemble
   * @throws InvalidInputException if there are fewer than two learners, or the folds do not fit
   */
  public Ensemble fit(List<? extends Function<Dataset, ModelSnapshot>> learners, Dataset data) {
    if (learners.size() < 2) {
      throw new InvalidInputException(
          learners.size() + " learners to be stacked; expected two or more");
    }
    List<String> classes = List.copyOf(data.classCounts().keySet());
    List<List<double[]>> answers = new ArrayList<>();
    learners.forEach(learner -> answers.add(new ArrayList<>()));
    List<Integer> labels = new ArrayList<>();
    for (Fold fold : Folds.stratified(data, folds, seed)) {
      for (int i = 0; i < learners.size(); i++) {
        answers
            .get(i)
            .addAll(predict(learners.get(i).apply(fold.train()), fold.test(), classes, i));
      }
      fold.test().labels().forEach(label -> labels.add(classes.indexOf(label)));
    }
    double[][][] probabilities = new double[learners.size()][][];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = answers.get(i).toArray(double[][]::new);
    }
    Combination combination =
        fit(probabilities, labels.stream().mapToInt(Integer::intValue).toArray());
    List<ModelSnapshot> members = new ArrayList<>();
    learners.forEach(learner -> members.add(learner.apply(data)));
    return new Ensemble(members, combination);
  }

  private static List<double[]> predict(
      ModelSnapshot model, Dataset rows, List<String> classes, int member) {
    List<double[]> answers = new ArrayList<>();
    try (Predictor predictor = ModelEngine.forFormat(model.format()).load(model)) {
      for (Prediction prediction : predictor.predict(rows.toRows())) {
        if (!(prediction instanceof Classification answer)) {
          throw new InvalidInputException(
              "learner " + member + " answers " + prediction + "; expected classifiers");
        }
        answers.add(EnsemblePredictor.probabilities(answer, classes, member));
      }
    }
    return answers;
  }

  /**
   * Learns the weights from predictions made elsewhere.
   *
   * @param probabilities [member][row][class], of rows that the member was not trained on
   * @param labels of the rows, from 0
   * @return a pool of logits with the weights
   * @throws InvalidInputException if the sizes do not fit, there are no rows, or a label is no
   *     class
   */
  public Combination fit(double[][][] probabilities, int[] labels) {
    return new Combination(Combination.Rule.LOGITS, LogitPool.fit(probabilities, labels, ridge));
  }
}
