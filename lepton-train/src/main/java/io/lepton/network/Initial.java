package io.lepton.network;

import java.util.SplittableRandom;

/**
 * The law of a parameter's first values.
 *
 * @param law its form
 * @param scale the constant, the bound of the uniform law, or the standard deviation of the normal
 */
public record Initial(Law law, double scale) {
  /** Forms of a law. */
  public enum Law {
    /** Every value is the scale. */
    CONSTANT,
    /** Uniform between −scale and scale. */
    UNIFORM,
    /** Normal with mean 0. */
    NORMAL,
    /** Normal with mean 0, but the first row is zeros: that of the padding. */
    NORMAL_AFTER_PADDING
  }

  /** {@inheritDoc} */
  public Initial {
    if (!Double.isFinite(scale)) {
      throw Checks.refused("scale of first values", scale, "a finite number");
    }
  }

  /**
   * Draws first values.
   *
   * @param parameter of any shape
   * @param random source
   * @return as many values as the parameter has elements, row-major
   */
  static float[] draw(Parameter parameter, SplittableRandom random) {
    Initial initial = parameter.initial();
    float[] values = new float[Math.toIntExact(parameter.shape().elementCount())];
    int first =
        initial.law == Law.NORMAL_AFTER_PADDING
            ? values.length / Math.toIntExact(parameter.shape().dimension(0))
            : 0;
    for (int i = first; i < values.length; i++) {
      values[i] =
          (float)
              (initial.scale
                  * switch (initial.law) {
                    case CONSTANT -> 1;
                    case UNIFORM -> 2 * random.nextDouble() - 1;
                    case NORMAL, NORMAL_AFTER_PADDING -> random.nextGaussian();
                  });
    }
    return values;
  }
}
