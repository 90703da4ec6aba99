package io.lepton.explain.gradient;

import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Which elements an output reacts to: the gradient at the input (Simonyan, Vedaldi and Zisserman
 * 2014), its size, or its product with the input; on request averaged over noisy copies of the
 * input (SmoothGrad, Smilkov et al. 2017), which takes the grain out. Cheap, and says what a small
 * change would do, not what brought the output about: for that see {@link IntegratedGradients}.
 *
 * <p>Immutable; as safe for use by many threads as the model. The same seed gives the same values.
 */
public final class Saliency {
  private static final Saliency DEFAULT = new Saliency(Form.SIZE, 0, 0, 42);

  private final Form form;
  private final int samples;
  private final double noise;
  private final long seed;

  /** What is made of the gradient. */
  public enum Form {
    /** Its absolute value: the saliency map. */
    SIZE,
    /** The gradient itself, with its sign. */
    SIGNED,
    /** The gradient times the input; adds up for functions that are linear and homogeneous. */
    TIMES_INPUT
  }

  private Saliency(Form form, int samples, double noise, long seed) {
    this.form = form;
    this.samples = samples;
    this.noise = noise;
    this.seed = seed;
  }

  /**
   * The size of the gradient at the input itself.
   *
   * @return the method
   */
  public static Saliency withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets what is made of the gradient.
   *
   * @param value the form
   * @return a new method
   */
  public Saliency with(Form value) {
    return new Saliency(Objects.requireNonNull(value), samples, noise, seed);
  }

  /**
   * Averages over noisy copies of the input.
   *
   * @param copies how many, at least 1; 50 do for most purposes
   * @param share standard deviation of the Gaussian noise, as a share of the input's range from its
   *     smallest to its greatest element; above 0, 0.1 to 0.2 in the paper
   * @return a new method
   */
  public Saliency withSmoothing(int copies, double share) {
    if (copies < 1 || !(share > 0 && Double.isFinite(share))) {
      throw new InvalidInputException(
          copies + " copies with a noise of " + share + "; expected at least 1, and above 0");
    }
    return new Saliency(form, copies, share, seed);
  }

  /**
   * Sets the seed of the noise.
   *
   * @param value any number
   * @return a new method
   */
  public Saliency withSeed(long value) {
    return new Saliency(form, samples, noise, value);
  }

  /**
   * Explains one input.
   *
   * @param model to be explained
   * @param input its elements
   * @param output which output, from 0
   * @return the values by element
   * @throws InvalidInputException if the input does not suit the model, or there is no such output
   * @throws io.lepton.error.EngineException if the model fails, or a gradient is not finite
   */
  public InputAttribution explain(DifferentiableModel model, float[] input, int output) {
    Calls calls = new Calls(model);
    float[][] copies = copies(calls.checked(input));
    calls.outputs(new float[][] {copies[0]}, output);
    float[][] gradients = calls.gradients(copies, output);
    double[] values = new double[input.length];
    for (int copy = 0; copy < copies.length; copy++) {
      for (int i = 0; i < values.length; i++) {
        values[i] += of(gradients[copy][i], copies[copy][i]) / copies.length;
      }
    }
    String name = samples == 0 ? "saliency" : "SmoothGrad";
    return new InputAttribution(name + " (" + form + ")", model.inputShape(), output, values);
  }

  private double of(float gradient, float at) {
    return switch (form) {
      case SIZE -> Math.abs(gradient);
      case SIGNED -> gradient;
      case TIMES_INPUT -> (double) gradient * at;
    };
  }

  private float[][] copies(float[] input) {
    if (samples == 0) {
      return new float[][] {input};
    }
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : input) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double deviation = noise * ((double) high - low);
    SplittableRandom random = new SplittableRandom(seed);
    float[][] copies = new float[samples][input.length];
    for (float[] copy : copies) {
      for (int i = 0; i < copy.length; i++) {
        copy[i] = (float) (input[i] + deviation * normal(random));
      }
    }
    return copies;
  }

  /** Box and Muller (1958). */
  private static double normal(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
