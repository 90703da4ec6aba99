package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Shapley values of one prediction (Lundberg and Lee 2017): how much each feature, on average over
 * the orders in which features become known, moves the output from its mean over a background to
 * what the model says. Exact where all coalitions fit into the number of samples; else KernelSHAP,
 * a constrained regression on sampled coalitions, whose values come with standard errors. Either
 * way the contributions add up to prediction minus baseline but for rounding.
 *
 * <p>Cost: coalitions × background cases asked of the model. Twenty to a hundred background cases
 * drawn from the training data do for most purposes. Features are treated as if they could be
 * changed one by one; where columns belong together, {@link #withGroup} keeps them together.
 *
 * <p>Immutable; as safe for use by many threads as the model. The same seed gives the same values.
 *
 * @param <C> what a case is
 */
public final class KernelShap<C> {
  private static final int MOST_EXACT = 24;

  private final ModelFunction<C> model;
  private final List<C> background;
  private final Map<String, List<String>> groups;
  private final int samples;
  private final long seed;
  private final ProgressListener listener;

  private KernelShap(
      ModelFunction<C> model,
      List<C> background,
      Map<String, List<String>> groups,
      int samples,
      long seed,
      ProgressListener listener) {
    this.model = model;
    this.background = background;
    this.groups = groups;
    this.samples = samples;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Explains a model against a background.
   *
   * @param model to be explained
   * @param background cases that stand for "not known", such as a sample of the training rows; at
   *     least one
   * @param <C> what a case is
   * @return an explainer with {@code 2·features + 2048} samples and seed 42
   * @throws InvalidInputException if there is no background, or it has other features
   */
  public static <C> KernelShap<C> of(ModelFunction<C> model, List<C> background) {
    return new KernelShap<>(
        model,
        model.checked("background", background, 1),
        Map.of(),
        2 * model.features().size() + 2048,
        42,
        ProgressListener.NONE);
  }

  /**
   * Sets how many coalitions may be asked for.
   *
   * @param value at least twice the number of features
   * @return a new explainer
   */
  public KernelShap<C> withSamples(int value) {
    if (value < 2 * model.features().size()) {
      throw new InvalidInputException(
          value + " samples for " + model.features().size() + " features; expected twice as many");
    }
    return new KernelShap<>(model, background, groups, value, seed, listener);
  }

  /**
   * Sets the seed of the drawn coalitions.
   *
   * @param value any number
   * @return a new explainer
   */
  public KernelShap<C> withSeed(long value) {
    return new KernelShap<>(model, background, groups, samples, value, listener);
  }

  /**
   * Lets features come and go together, as one player.
   *
   * @param name of the group, not that of a feature left alone
   * @param features in it
   * @return a new explainer
   * @throws InvalidInputException if the model has no such feature, or it is in another group
   */
  public KernelShap<C> withGroup(String name, String... features) {
    Map<String, List<String>> more = Players.with(groups, name, features);
    Players.of(model.type(), more);
    return new KernelShap<>(model, background, more, samples, seed, listener);
  }

  /**
   * Follows the work.
   *
   * @param value told of every batch
   * @return a new explainer
   */
  public KernelShap<C> withListener(ProgressListener value) {
    return new KernelShap<>(model, background, groups, samples, seed, value);
  }

  /**
   * Explains one case.
   *
   * @param one with the model's features
   * @return contributions by output
   * @throws InvalidInputException if the case has other features, or the model refuses it mixed
   *     with the background
   * @throws io.lepton.error.EngineException if the model fails, or its output is not finite
   */
  public Attributions explain(C one) {
    return explain(one, listener);
  }

  /**
   * Explains many cases, for a view of the whole model.
   *
   * @param cases at least one
   * @return the cases' attributions
   */
  public ShapSummary<C> explainAll(List<C> cases) {
    List<C> checked = model.checked("cases", cases, 1);
    List<Attributions> all = new ArrayList<>();
    for (C one : checked) {
      int before = all.size();
      all.add(
          explain(
              one,
              (done, total) ->
                  listener.progressed(before * total + done, (long) checked.size() * total)));
    }
    return new ShapSummary<>(model, checked, all);
  }

  private Attributions explain(C one, ProgressListener progress) {
    Players players = Players.of(model.type(), groups);
    Game<C> game = new Game<>(model, background, model.checked(one), players);
    List<String> outputs = model.outputs(one);
    int count = game.active().length;
    double[][] ends = {
      game.worth(List.of(new BitSet()), ProgressListener.NONE)[0], model.apply(List.of(one))[0]
    };
    double[][][] found = solve(game, count, ends, outputs.size(), progress);
    List<Attribution> all = new ArrayList<>();
    for (int output = 0; output < outputs.size(); output++) {
      List<Contribution> contributions = new ArrayList<>();
      for (int player = 0; player < players.count(); player++) {
        int place = Arrays.binarySearch(game.active(), player);
        contributions.add(
            new Contribution(
                players.names().get(player),
                players.shown(model.type(), one, player),
                place < 0 ? 0 : found[output][0][place],
                place < 0 ? 0 : found[output][1][place]));
      }
      all.add(
          new Attribution(outputs.get(output), ends[0][output], ends[1][output], contributions));
    }
    return new Attributions(all);
  }

  /** Values and standard errors, by output, then by active player. */
  private double[][][] solve(
      Game<C> game, int count, double[][] ends, int outputs, ProgressListener progress) {
    double[][][] found = new double[outputs][2][count];
    if (count < 2) {
      for (int output = 0; output < outputs && count == 1; output++) {
        found[output][0][0] = ends[1][output] - ends[0][output];
      }
      return found;
    }
    if (count <= MOST_EXACT && (1L << count) - 2 <= samples) {
      double[][] worth = game.worth(ExactShapley.coalitions(count), progress);
      for (int output = 0; output < outputs; output++) {
        found[output][0] = ExactShapley.values(count, column(worth, output));
      }
      return found;
    }
    Coalitions plan = Coalitions.plan(count, samples, new SplittableRandom(seed));
    KernelRegression regression = new KernelRegression(count, plan);
    double[][] worth = game.worth(regression.coalitions(), progress);
    for (int output = 0; output < outputs; output++) {
      found[output] = regression.fit(column(worth, output), ends[0][output], ends[1][output]);
    }
    return found;
  }

  private static double[] column(double[][] worth, int output) {
    return Arrays.stream(worth).mapToDouble(row -> row[output]).toArray();
  }
}
