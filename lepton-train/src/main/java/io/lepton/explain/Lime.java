package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * LIME for tables (Ribeiro, Singh and Guestrin 2016): a ridge regression on "this feature is as in
 * the case", fitted to the model's answers on samples, near ones weighted more. A sample takes each
 * feature from a background case of its own; a number counts as the same when it falls between the
 * same quartiles, everything else when it is equal. Distance and kernel are the authors': {@code
 * exp(−d² / 2w²)} with d² the number of features that differ and {@code w = 0.75 √features}.
 *
 * <p>Prefer {@link KernelShap} where contributions must add up. Immutable; as safe for use by many
 * threads as the model. The same seed gives the same terms.
 *
 * @param <C> what a case is
 */
public final class Lime<C> {
  private final ModelFunction<C> model;
  private final List<C> background;
  private final int samples;
  private final double width;
  private final double ridge;
  private final long seed;
  private final ProgressListener listener;

  private Lime(
      ModelFunction<C> model,
      List<C> background,
      int samples,
      double width,
      double ridge,
      long seed,
      ProgressListener listener) {
    this.model = model;
    this.background = background;
    this.samples = samples;
    this.width = width;
    this.ridge = ridge;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Explains a model near single cases.
   *
   * @param model to be explained
   * @param background cases the samples are made of, such as training rows; at least two
   * @param <C> what a case is
   * @return an explainer with 5000 samples, ridge 1 and seed 42
   * @throws InvalidInputException if there are too few cases, or they have other features
   */
  public static <C> Lime<C> of(ModelFunction<C> model, List<C> background) {
    return new Lime<>(
        model,
        model.checked("background", background, 2),
        5000,
        0.75 * Math.sqrt(model.features().size()),
        1,
        42,
        ProgressListener.NONE);
  }

  /**
   * Sets how many cases the model is asked for.
   *
   * @param value at least ten for each feature
   * @return a new explainer
   */
  public Lime<C> withSamples(int value) {
    if (value < 10 * model.features().size()) {
      throw new InvalidInputException(
          value
              + " samples for "
              + model.features().size()
              + " features; expected ten for each at least");
    }
    return new Lime<>(model, background, value, width, ridge, seed, listener);
  }

  /**
   * Sets how far "near" reaches.
   *
   * @param value above 0; the square root of the number of features that may differ before a
   *     sample's weight has fallen to 0.6
   * @return a new explainer
   */
  public Lime<C> withKernelWidth(double value) {
    return new Lime<>(
        model, background, samples, positive("kernel width", value), ridge, seed, listener);
  }

  /**
   * Sets the ridge penalty.
   *
   * @param value above 0
   * @return a new explainer
   */
  public Lime<C> withRidge(double value) {
    return new Lime<>(model, background, samples, width, positive("ridge", value), seed, listener);
  }

  static double positive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new InvalidInputException(what + " is " + value + "; expected a number above 0");
    }
    return value;
  }

  /**
   * Sets the seed.
   *
   * @param value any number
   * @return a new explainer
   */
  public Lime<C> withSeed(long value) {
    return new Lime<>(model, background, samples, width, ridge, value, listener);
  }

  /**
   * Follows the work.
   *
   * @param value told of every batch
   * @return a new explainer
   */
  public Lime<C> withListener(ProgressListener value) {
    return new Lime<>(model, background, samples, width, ridge, seed, value);
  }

  /**
   * Explains one case.
   *
   * @param one with the model's features
   * @return a simple model for each output, in order
   * @throws InvalidInputException if the case has other features
   * @throws io.lepton.error.EngineException if the model fails, or its output is not finite
   */
  public List<LocalModel> explain(C one) {
    CaseType<C> type = model.type();
    model.checked(one);
    List<Condition> conditions = new ArrayList<>();
    for (int j = 0; j < type.features().size(); j++) {
      conditions.add(Condition.of(type, background, one, j));
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<C> cases = new ArrayList<>(samples);
    boolean[][] same = new boolean[samples][conditions.size()];
    double[] weights = new double[samples];
    int[] feature = new int[1];
    for (int i = 0; i < samples; i++) {
      C sample = one;
      int off = 0;
      for (int j = 0; j < conditions.size(); j++) {
        if (i > 0) {
          feature[0] = j;
          sample = type.mix(sample, background.get(random.nextInt(background.size())), feature);
        }
        same[i][j] = conditions.get(j).holds(type.value(sample, j));
        off += same[i][j] ? 0 : 1;
      }
      cases.add(sample);
      weights[i] = Math.exp(-off / (2 * width * width));
    }
    double[][] answers = model.apply(cases, listener);
    List<LocalModel> found = new ArrayList<>();
    List<String> outputs = model.outputs(one);
    for (int output = 0; output < outputs.size(); output++) {
      int at = output;
      double[] y = java.util.Arrays.stream(answers).mapToDouble(row -> row[at]).toArray();
      found.add(
          LocalModel.of(
              outputs.get(output),
              y[0],
              new LocalFit(same, y, weights, ridge),
              type.features(),
              conditions.stream().map(Condition::text).toList(),
              samples));
    }
    return List.copyOf(found);
  }

  /** What it means that a value is as in the case. */
  private record Condition(String text, @Nullable Object value, double low, double high) {
    static <C> Condition of(CaseType<C> type, List<C> background, C one, int feature) {
      Object value = type.value(one, feature);
      String name = type.features().get(feature);
      if (!(value instanceof Double number)) {
        return new Condition(name + " = " + Shown.value(value), value, 0, 0);
      }
      double[] sorted =
          background.stream()
              .map(other -> type.value(other, feature))
              .filter(Double.class::isInstance)
              .mapToDouble(Double.class::cast)
              .sorted()
              .toArray();
      double low = Double.NEGATIVE_INFINITY;
      double high = Double.POSITIVE_INFINITY;
      for (int quarter = 1; quarter < 4 && sorted.length > 0; quarter++) {
        double edge = sorted[Math.min(sorted.length - 1, quarter * sorted.length / 4)];
        if (number > edge) {
          low = edge;
        } else {
          high = Math.min(high, edge);
        }
      }
      return new Condition(range(name, low, high), value, low, high);
    }

    private static String range(String name, double low, double high) {
      return (low == Double.NEGATIVE_INFINITY ? "" : Shown.number(low) + " < ")
          + name
          + (high == Double.POSITIVE_INFINITY ? "" : " <= " + Shown.number(high));
    }

    boolean holds(@Nullable Object other) {
      return (value instanceof Double && other instanceof Double number)
          ? number > low && number <= high
          : Objects.equals(value, other);
    }
  }
}
