package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.tune.internal.importance.Fanova;
import io.lepton.tune.internal.importance.PedAnova;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How much each parameter mattered for a study's values. Counts COMPLETE trials with finite values;
 * a parameter that did not count in a trial is taken to have had its middle value there. Immutable
 * and safe for use by many threads.
 */
public final class Importance {
  private static final int FEWEST = 4;

  private final Method method;
  private final int objective;
  private final double quantile;
  private final long seed;

  /** How importance is found. */
  public enum Method {
    /**
     * Share of the variance over the whole space that the parameter explains alone, by a random
     * forest (Hutter, Hoos and Leyton-Brown 2014). Shares do not add up to 1: the rest are
     * interactions. The worst values weigh most.
     */
    FANOVA,
    /**
     * How differently the best trials and all trials are spread along the parameter (PED-ANOVA;
     * Watanabe, Bansal and Hutter 2023), made to add up to 1: what matters to be among the best.
     */
    PED_ANOVA
  }

  /**
   * A parameter's importance.
   *
   * @param parameter its name
   * @param share from 0 to 1
   */
  public record Share(String parameter, double share) {}

  private Importance(Method method, int objective, double quantile, long seed) {
    this.method = method;
    this.objective = objective;
    this.quantile = quantile;
    this.seed = seed;
  }

  /**
   * By functional analysis of variance, of the first direction, with seed 0.
   *
   * @return the measure
   */
  public static Importance withDefaults() {
    return new Importance(Method.FANOVA, 0, 0.1, 0);
  }

  /**
   * Sets how importance is found.
   *
   * @param value the method
   * @return a new measure
   */
  public Importance with(Method value) {
    return new Importance(Objects.requireNonNull(value), objective, quantile, seed);
  }

  /**
   * Sets for which of a study's values.
   *
   * @param index of the direction, from 0
   * @return a new measure
   */
  public Importance of(int index) {
    return new Importance(method, index, quantile, seed);
  }

  /**
   * Sets which part of the trials are the best ones for PED-ANOVA, 0.1 if never set.
   *
   * @param share above 0 and below 1
   * @return a new measure
   * @throws InvalidInputException if it is out of range
   */
  public Importance best(double share) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException(
          "the best " + share + " of the trials; expected above 0 and below 1");
    }
    return new Importance(method, objective, share, seed);
  }

  /**
   * Sets the seed of the forest.
   *
   * @param value any number
   * @return a new measure
   */
  public Importance seed(long value) {
    return new Importance(method, objective, quantile, value);
  }

  /**
   * Measures.
   *
   * @param study with trials
   * @return one share for each parameter with more than one value, largest first
   * @throws InvalidInputException if fewer than 4 trials count, or there is no such direction
   */
  public List<Share> measure(Study study) {
    return measure(study.history());
  }

  List<Share> measure(History history) {
    SearchSpace space = history.space();
    if (objective < 0 || objective >= history.directions().size()) {
      throw new InvalidInputException(
          "importance for value " + objective + " of " + history.directions().size());
    }
    List<Trial> trials = history.trials().stream().filter(Losses::isUsable).toList();
    if (trials.size() < FEWEST) {
      throw new InvalidInputException(
          "importance from "
              + trials.size()
              + " complete trials with finite values; expected at least "
              + FEWEST);
    }
    var axes = Axes.of(space);
    double[][] x =
        trials.stream().map(trial -> Axes.place(space, axes, trial)).toArray(double[][]::new);
    double[] losses = trials.stream().mapToDouble(t -> history.losses(t)[objective]).toArray();
    List<Share> shares =
        new ArrayList<>(method == Method.FANOVA ? forest(space, x, losses) : ped(space, x, losses));
    shares.sort(Comparator.comparingDouble(Share::share).reversed());
    return List.copyOf(shares);
  }

  private List<Share> forest(SearchSpace space, double[][] x, double[] losses) {
    Fanova fanova = new Fanova(x, losses, seed);
    List<Share> shares = new ArrayList<>();
    for (int j = 0; j < x[0].length; j++) {
      Parameter parameter = space.parameters().get(j);
      if (!Axes.isFixed(parameter)) {
        shares.add(new Share(parameter.name(), fanova.main(j)));
      }
    }
    return shares;
  }

  private List<Share> ped(SearchSpace space, double[][] x, double[] losses) {
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    double limit = sorted[Math.max(1, (int) Math.ceil(quantile * sorted.length) - 1)];
    double[] divergences = new double[x[0].length];
    for (int j = 0; j < divergences.length; j++) {
      int coordinate = j;
      Parameter parameter = space.parameters().get(j);
      double[] all = Arrays.stream(x).mapToDouble(place -> place[coordinate]).toArray();
      double[] best =
          IntStream.range(0, x.length)
              .filter(i -> losses[i] <= limit)
              .mapToDouble(i -> all[i])
              .toArray();
      long levels = parameter.levels().orElse(0);
      divergences[j] =
          Axes.isFixed(parameter)
              ? 0
              : Axes.isCategorical(parameter)
                  ? PedAnova.ofChoices(best, all, (int) levels)
                  : PedAnova.ofNumbers(best, all, levels);
    }
    double sum = Arrays.stream(divergences).sum();
    return IntStream.range(0, divergences.length)
        .filter(j -> !Axes.isFixed(space.parameters().get(j)))
        .mapToObj(
            j -> new Share(space.parameters().get(j).name(), sum > 0 ? divergences[j] / sum : 0))
        .toList();
  }
}
