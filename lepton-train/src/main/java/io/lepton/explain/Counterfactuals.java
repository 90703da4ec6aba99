package io.lepton.explain;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The smallest changes to a case that make the model say something else (Wachter, Mittelstadt and
 * Russell 2018): near by the L1 distance in units of each number's median absolute deviation, every
 * other change counting one. Found by search, so any model will do: values are tried feature by
 * feature and the best are built upon, cases of the data that are answered as wanted are taken as
 * starts too, then every change is taken back as far as the answer allows. Every result was
 * answered as wanted when the model was asked for it once more; none need be the nearest of all,
 * and finding none is no proof that there is none.
 *
 * <p>Only values within the data's range are tried, numbers as finely as the data has them (whole
 * ones stay whole), categories only those that come. What is missing in the case stays missing.
 * Immutable; as safe for use by many threads as the model; the search draws no random numbers.
 *
 * @param <C> what a case is
 */
public final class Counterfactuals<C> {
  private final ModelFunction<C> model;
  private final List<C> data;
  private final Target target;
  private final Bounds bounds;
  private final int count;
  private final int mostChanges;
  private final ProgressListener listener;

  private Counterfactuals(
      ModelFunction<C> model,
      List<C> data,
      Target target,
      Bounds bounds,
      int count,
      int mostChanges,
      ProgressListener listener) {
    this.model = model;
    this.data = data;
    this.target = target;
    this.bounds = bounds;
    this.count = count;
    this.mostChanges = mostChanges;
    this.listener = listener;
  }

  /**
   * Looks for other answers of a model.
   *
   * @param model to be asked
   * @param data cases that show which values there are, such as training rows; at least two
   * @param target what is wanted
   * @param <C> what a case is
   * @return a search for up to three examples with at most three changes each
   * @throws InvalidInputException if there is too little data, or the model has no such output
   */
  public static <C> Counterfactuals<C> of(ModelFunction<C> model, List<C> data, Target target) {
    List<C> checked = model.checked("data", data, 2);
    if (!model.outputs(checked.get(0)).contains(target.output())) {
      throw new InvalidInputException(
          "no output \"" + target.output() + "\"; there are " + model.outputs(checked.get(0)));
    }
    return new Counterfactuals<>(model, checked, target, Bounds.NONE, 3, 3, ProgressListener.NONE);
  }

  private Counterfactuals<C> with(Bounds value) {
    return new Counterfactuals<>(model, data, target, value, count, mostChanges, listener);
  }

  /**
   * Leaves features as they are, such as what nobody can change.
   *
   * @param features names of them
   * @return a new search
   * @throws InvalidInputException if the model has no such feature
   */
  public Counterfactuals<C> withImmutable(String... features) {
    Bounds more = bounds;
    for (String feature : features) {
      more = more.immutable(model.type().place(feature));
    }
    return with(more);
  }

  /**
   * Lets numbers only rise, such as an age.
   *
   * @param features names of them
   * @return a new search
   * @throws InvalidInputException if the model has no such feature
   */
  public Counterfactuals<C> withRising(String... features) {
    Bounds more = bounds;
    for (String feature : features) {
      more = more.rising(model.type().place(feature));
    }
    return with(more);
  }

  /**
   * Lets numbers only fall.
   *
   * @param features names of them
   * @return a new search
   * @throws InvalidInputException if the model has no such feature
   */
  public Counterfactuals<C> withFalling(String... features) {
    Bounds more = bounds;
    for (String feature : features) {
      more = more.falling(model.type().place(feature));
    }
    return with(more);
  }

  /**
   * Keeps changes of a number within a range.
   *
   * @param feature name of it
   * @param low smallest value to be tried
   * @param high greatest value to be tried, at least {@code low}
   * @return a new search
   * @throws InvalidInputException if the model has no such feature, or the range is empty
   */
  public Counterfactuals<C> withRange(String feature, double low, double high) {
    if (!(low <= high)) {
      throw new InvalidInputException(
          "\"" + feature + "\" from " + low + " to " + high + "; expected low <= high");
    }
    return with(bounds.range(model.type().place(feature), low, high));
  }

  /**
   * Sets how many examples are wanted; they differ in which features change.
   *
   * @param value at least 1
   * @return a new search
   */
  public Counterfactuals<C> withCount(int value) {
    return new Counterfactuals<>(
        model, data, target, bounds, positive("examples", value), mostChanges, listener);
  }

  /**
   * Sets how many features may change at once.
   *
   * @param value at least 1
   * @return a new search
   */
  public Counterfactuals<C> withMostChanges(int value) {
    return new Counterfactuals<>(
        model, data, target, bounds, count, positive("changes", value), listener);
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new InvalidInputException(value + " " + what + "; expected at least 1");
    }
    return value;
  }

  /**
   * Follows the work.
   *
   * @param value told of every batch
   * @return a new search
   */
  public Counterfactuals<C> withListener(ProgressListener value) {
    return new Counterfactuals<>(model, data, target, bounds, count, mostChanges, value);
  }

  /**
   * Finds examples for one case.
   *
   * @param one with the model's features, not yet answered as wanted
   * @return the nearest first, each with changes no other's are part of; empty if none was found
   * @throws InvalidInputException if the case has other features, or is answered as wanted already
   * @throws EngineException if the model fails, its output is not finite, or it gives another
   *     answer when asked again
   */
  public List<Counterfactual<C>> find(C one) {
    model.checked(one);
    CounterfactualSearch<C> search =
        new CounterfactualSearch<>(model, data, target, bounds, one, mostChanges, listener);
    List<Counterfactual<C>> chosen = new ArrayList<>();
    List<Set<String>> taken = new ArrayList<>();
    for (Counterfactual<C> each : search.found()) {
      Set<String> features = new HashSet<>();
      each.changes().forEach(change -> features.add(change.feature()));
      if (chosen.size() < count && taken.stream().noneMatch(features::containsAll)) {
        chosen.add(each);
        taken.add(features);
      }
    }
    verify(chosen);
    return List.copyOf(chosen);
  }

  private void verify(List<Counterfactual<C>> chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    int output = model.outputs(data.get(0)).indexOf(target.output());
    double[][] again = model.apply(chosen.stream().map(Counterfactual::example).toList());
    for (int i = 0; i < again.length; i++) {
      if (target.gap(again[i][output]) > 0) {
        throw new EngineException(
            "asked again, the model says "
                + again[i][output]
                + " of "
                + chosen.get(i)
                + "; an answer that depends on the moment cannot be explained");
      }
    }
  }
}
