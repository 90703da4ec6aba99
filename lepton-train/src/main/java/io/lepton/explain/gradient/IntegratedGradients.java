package io.lepton.explain.gradient;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017): the gradient averaged along the straight
 * way from a baseline to the input, times the way. The values add up to what the output changes
 * from baseline to input (completeness), but for the error of the numerical integration, which the
 * result states, and which is halved by taking more steps until it is within the tolerance.
 *
 * <p>The baseline stands for "nothing there": a black image, the mean row, no words. With several
 * baselines the values are averaged over them. Immutable; as safe for use by many threads as the
 * model.
 */
public final class IntegratedGradients {
  private static final IntegratedGradients DEFAULT =
      new IntegratedGradients(PathRule.GAUSS_LEGENDRE, 32, 1024, 0.01, List.of());

  private final PathRule rule;
  private final int steps;
  private final int mostSteps;
  private final double tolerance;
  private final List<float[]> baselines;

  private IntegratedGradients(
      PathRule rule, int steps, int mostSteps, double tolerance, List<float[]> baselines) {
    this.rule = rule;
    this.steps = steps;
    this.mostSteps = mostSteps;
    this.tolerance = tolerance;
    this.baselines = baselines;
  }

  /**
   * What was found.
   *
   * @param attribution by element
   * @param prediction the output of the input
   * @param baseline the mean output of the baselines
   * @param steps that were taken in the end
   * @param withinTolerance whether the values add up as closely as was asked for
   */
  public record Result(
      InputAttribution attribution,
      double prediction,
      double baseline,
      int steps,
      boolean withinTolerance) {
    /**
     * What completeness leaves over.
     *
     * @return prediction − baseline − sum of the values
     */
    public double gap() {
      return prediction - baseline - attribution.sum();
    }
  }

  /**
   * From a baseline of zeros, by Gauss and Legendre's rule with 32 steps, doubled up to 1024 until
   * the values add up to 1 %.
   *
   * @return the method
   */
  public static IntegratedGradients withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how the way is divided.
   *
   * @param value the rule
   * @return a new method
   */
  public IntegratedGradients with(PathRule value) {
    return new IntegratedGradients(
        Objects.requireNonNull(value), steps, mostSteps, tolerance, baselines);
  }

  /**
   * Sets how many gradients are taken for each baseline.
   *
   * @param first to begin with, at least 1
   * @param most number up to which it is doubled, at least {@code first}
   * @return a new method
   */
  public IntegratedGradients withSteps(int first, int most) {
    if (first < 1 || most < first || most > 1 << 16) {
      throw new InvalidInputException(
          first + " to " + most + " steps; expected at least 1, rising, at most 65536");
    }
    return new IntegratedGradients(rule, first, most, tolerance, baselines);
  }

  /**
   * Sets how closely the values must add up.
   *
   * @param value share of the change from baseline to prediction, above 0, such as 0.01
   * @return a new method
   */
  public IntegratedGradients withTolerance(double value) {
    if (!(value > 0)) {
      throw new InvalidInputException("a tolerance of " + value + "; expected a number above 0");
    }
    return new IntegratedGradients(rule, steps, mostSteps, value, baselines);
  }

  /**
   * Sets what stands for "nothing there".
   *
   * @param values inputs, at least one; copied
   * @return a new method
   */
  public IntegratedGradients withBaselines(float[]... values) {
    if (values.length == 0) {
      throw new InvalidInputException("no baselines; expected at least one");
    }
    List<float[]> copies = new ArrayList<>();
    for (float[] value : values) {
      copies.add(value.clone());
    }
    return new IntegratedGradients(rule, steps, mostSteps, tolerance, List.copyOf(copies));
  }

  /**
   * Explains one input.
   *
   * @param model to be explained
   * @param input its elements
   * @param output which output, from 0
   * @return the values, and how closely they add up
   * @throws InvalidInputException if input or baseline do not suit the model, or there is no such
   *     output
   * @throws io.lepton.error.EngineException if the model fails, or a number is not finite
   */
  public Result explain(DifferentiableModel model, float[] input, int output) {
    Calls calls = new Calls(model);
    float[] one = calls.checked(input);
    List<float[]> from = new ArrayList<>();
    baselines.forEach(each -> from.add(calls.checked(each)));
    if (from.isEmpty()) {
      from.add(new float[one.length]);
    }
    double prediction = calls.outputs(new float[][] {one}, output)[0];
    double baseline = 0;
    for (double value : calls.outputs(from.toArray(new float[0][]), output)) {
      baseline += value / from.size();
    }
    for (int taken = steps; ; taken = Math.min(mostSteps, 2 * taken)) {
      double[] values = new double[one.length];
      for (float[] start : from) {
        add(calls, start, one, output, taken, 1.0 / from.size(), values);
      }
      Result result =
          new Result(
              new InputAttribution("integrated gradients", model.inputShape(), output, values),
              prediction,
              baseline,
              taken,
              false);
      boolean close = Math.abs(result.gap()) <= allowed(prediction, baseline);
      if (close || taken == mostSteps) {
        return new Result(result.attribution, prediction, baseline, taken, close);
      }
    }
  }

  /** A share of the change, and no less than single precision can tell of the outputs. */
  private double allowed(double prediction, double baseline) {
    return Math.max(
        tolerance * Math.abs(prediction - baseline),
        8 * Math.ulp(1f) * Math.max(Math.abs(prediction), Math.abs(baseline)));
  }

  private void add(
      Calls calls,
      float[] start,
      float[] end,
      int output,
      int count,
      double share,
      double[] values) {
    double[][] points = rule.pointsAndWeights(count);
    float[][] path = new float[count][start.length];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < start.length; i++) {
        path[k][i] = (float) (start[i] + points[0][k] * ((double) end[i] - start[i]));
      }
    }
    float[][] gradients = calls.gradients(path, output);
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < start.length; i++) {
        values[i] += share * points[1][k] * gradients[k][i] * ((double) end[i] - start[i]);
      }
    }
  }
}
