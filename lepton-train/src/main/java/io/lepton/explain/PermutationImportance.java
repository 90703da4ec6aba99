package io.lepton.explain;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How much worse a model gets when it no longer knows a feature (Breiman 2001; Fisher, Rudin and
 * Dominici 2019): each case's value is replaced by that of another case, so that the feature keeps
 * its distribution but says nothing of the case. Measured on data the model was not trained on.
 *
 * <p>Donors follow a random cycle through the cases, so that no case keeps its own value and the
 * estimate is unbiased. The interval is Student's t over the cases, each counted with what it does
 * both as a receiver and as a donor, which is how the variance of such a two-sample average falls
 * apart (Hoeffding 1948). A feature that another one mirrors looks unimportant: group the two.
 *
 * <p>Immutable; as safe for use by many threads as the model.
 */
public final class PermutationImportance {
  private static final PermutationImportance DEFAULT =
      new PermutationImportance(Map.of(), 5, 0.95, 42, ProgressListener.NONE);

  private final Map<String, List<String>> groups;
  private final int repeats;
  private final double level;
  private final long seed;
  private final ProgressListener listener;

  private PermutationImportance(
      Map<String, List<String>> groups,
      int repeats,
      double level,
      long seed,
      ProgressListener listener) {
    this.groups = groups;
    this.repeats = repeats;
    this.level = level;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Five repeats, 95 % intervals, seed 42.
   *
   * @return the method
   */
  public static PermutationImportance withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how often each feature is permuted.
   *
   * @param value at least 1
   * @return a new method
   */
  public PermutationImportance withRepeats(int value) {
    if (value < 1) {
      throw new InvalidInputException(value + " repeats; expected at least 1");
    }
    return new PermutationImportance(groups, value, level, seed, listener);
  }

  /**
   * Sets the level of the intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public PermutationImportance withLevel(double value) {
    return new PermutationImportance(groups, repeats, value, seed, listener);
  }

  /**
   * Sets the seed.
   *
   * @param value any number
   * @return a new method
   */
  public PermutationImportance withSeed(long value) {
    return new PermutationImportance(groups, repeats, level, value, listener);
  }

  /**
   * Permutes features together.
   *
   * @param name of the group, not that of a feature left alone
   * @param features in it
   * @return a new method
   */
  public PermutationImportance withGroup(String name, String... features) {
    return new PermutationImportance(
        Players.with(groups, name, features), repeats, level, seed, listener);
  }

  /**
   * Follows the work.
   *
   * @param value told of every feature and repeat
   * @return a new method
   */
  public PermutationImportance withListener(ProgressListener value) {
    return new PermutationImportance(groups, repeats, level, seed, value);
  }

  /**
   * Judges a classifier whose outputs are the probabilities of all classes.
   *
   * @param model with all classes as outputs
   * @param data with labels, at least two rows
   * @param kind of loss
   * @return the rise of the mean loss by feature, the most important first
   * @throws InvalidInputException if a label is none of the outputs, or there are too few rows
   */
  public List<FeatureImportance> of(ModelFunction<Row> model, Dataset data, CaseLoss.Kind kind) {
    List<Row> rows = model.checked("data", data.toRows(), 2);
    return of(model, rows, CaseLoss.classification(kind, data, model.outputs(rows.get(0))));
  }

  /**
   * Judges any model.
   *
   * @param model to be explained
   * @param cases at least two
   * @param loss of each
   * @param <C> what a case is
   * @return the rise of the mean loss by feature, the most important first
   * @throws InvalidInputException if there are too few cases, a group names a feature the model
   *     does not have, or the loss is not finite
   */
  public <C> List<FeatureImportance> of(ModelFunction<C> model, List<C> cases, CaseLoss loss) {
    List<C> checked = model.checked("data", cases, 2);
    Players players = Players.of(model.type(), groups);
    double[] before = losses(model.apply(checked), loss);
    SplittableRandom random = new SplittableRandom(seed);
    List<FeatureImportance> result = new ArrayList<>();
    for (int player = 0; player < players.count(); player++) {
      double[] rise = new double[before.length];
      double[] influence = new double[before.length];
      for (int repeat = 0; repeat < repeats; repeat++) {
        int[] donor = cycle(before.length, random);
        double[] after =
            losses(model.apply(mixed(model, checked, donor, players.members().get(player))), loss);
        for (int i = 0; i < donor.length; i++) {
          double worse = (after[i] - before[i]) / repeats;
          rise[i] += worse;
          influence[i] += worse;
          // the receiver's own loss is the same whoever gives, and only noise for the donor
          influence[donor[i]] += worse;
        }
        listener.progressed(
            (long) before.length * (player * repeats + repeat + 1),
            (long) before.length * players.count() * repeats);
      }
      result.add(importance(players.names().get(player), rise, influence));
    }
    result.sort(Comparator.comparingDouble(each -> -each.value()));
    return List.copyOf(result);
  }

  private FeatureImportance importance(String feature, double[] rise, double[] influence) {
    double mean = mean(rise);
    double centre = mean(influence);
    boolean moved = false;
    for (int i = 0; i < influence.length; i++) {
      influence[i] += mean - centre;
      moved |= rise[i] != 0;
    }
    // a feature the model never looks at changes no answer; its importance is 0 for certain
    return new FeatureImportance(
        feature, mean, moved ? MeanInterval.of(influence, level) : null, rise.length);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static <C> List<C> mixed(
      ModelFunction<C> model, List<C> cases, int[] donor, int[] features) {
    List<C> mixed = new ArrayList<>(donor.length);
    for (int i = 0; i < donor.length; i++) {
      mixed.add(model.type().mix(cases.get(i), cases.get(donor[i]), features));
    }
    return mixed;
  }

  private static int[] cycle(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    int[] donor = new int[n];
    for (int i = 0; i < n; i++) {
      donor[order[i]] = order[(i + 1) % n];
    }
    return donor;
  }

  private static double[] losses(double[][] outputs, CaseLoss loss) {
    double[] losses = new double[outputs.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss.of(i, outputs[i]);
      if (!Double.isFinite(losses[i])) {
        throw new InvalidInputException(
            "the loss of case " + i + " is " + losses[i] + "; expected a finite number");
      }
    }
    return losses;
  }
}
