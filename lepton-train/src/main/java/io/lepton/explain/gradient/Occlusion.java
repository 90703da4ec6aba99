package io.lepton.explain.gradient;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the output loses when a part of the input is covered (Zeiler and Fergus 2014): a patch
 * slides over an image, or each element of another input is covered alone. An element's value is
 * the mean loss over the patches that cover it. Needs no gradient.
 *
 * <p>Immutable; as safe for use by many threads as the model.
 */
public final class Occlusion {
  private final int height;
  private final int width;
  private final int stride;
  private final float cover;

  private Occlusion(int height, int width, int stride, float cover) {
    this.height = height;
    this.width = width;
    this.stride = stride;
    this.cover = cover;
  }

  /**
   * Covers each element alone, with zero.
   *
   * @return the method
   */
  public static Occlusion elements() {
    return new Occlusion(0, 0, 1, 0);
  }

  /**
   * Covers patches of images, through all channels, with zero. The last patch of a row or column is
   * moved inwards to end with the image.
   *
   * @param height of a patch in pixels, at least 1
   * @param width of a patch in pixels, at least 1
   * @param stride from patch to patch in pixels, at least 1 and no longer than the patch
   * @return the method
   */
  public static Occlusion patches(int height, int width, int stride) {
    if (height < 1 || width < 1 || stride < 1 || stride > Math.min(height, width)) {
      throw new InvalidInputException(
          "patches of "
              + height
              + " × "
              + width
              + " every "
              + stride
              + "; expected at least 1, and a stride no longer than a patch");
    }
    return new Occlusion(height, width, stride, 0);
  }

  /**
   * Sets what covers.
   *
   * @param value put in place of the elements, finite
   * @return a new method
   */
  public Occlusion withCover(float value) {
    return new Occlusion(height, width, stride, value);
  }

  /**
   * Explains one input.
   *
   * @param model to be explained; only its outputs are asked for
   * @param input its elements
   * @param output which output, from 0
   * @return the loss by element; below 0 where covering raises the output
   * @throws InvalidInputException if the input does not suit the model, a patch is larger than the
   *     image, or there is no such output
   * @throws io.lepton.error.EngineException if the model fails, or an output is not finite
   */
  public InputAttribution explain(DifferentiableModel model, float[] input, int output) {
    Calls calls = new Calls(model);
    float[] one = calls.checked(input);
    List<int[]> parts = height == 0 ? each(one.length) : slide(model.inputShape());
    float[][] inputs = new float[parts.size() + 1][];
    inputs[0] = one;
    for (int part = 0; part < parts.size(); part++) {
      inputs[part + 1] = one.clone();
      for (int element : parts.get(part)) {
        inputs[part + 1][element] = cover;
      }
    }
    double[] outputs = calls.outputs(inputs, output);
    double[] losses = new double[one.length];
    int[] covered = new int[one.length];
    for (int part = 0; part < parts.size(); part++) {
      for (int element : parts.get(part)) {
        losses[element] += outputs[0] - outputs[part + 1];
        covered[element]++;
      }
    }
    for (int i = 0; i < losses.length; i++) {
      losses[i] /= covered[i];
    }
    return new InputAttribution("occlusion", model.inputShape(), output, losses);
  }

  private static List<int[]> each(int elements) {
    List<int[]> parts = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      parts.add(new int[] {i});
    }
    return parts;
  }

  private List<int[]> slide(Shape shape) {
    int rank = shape.rank();
    if (rank != 2 && rank != 3) {
      throw new InvalidInputException(
          "an input of shape " + shape + " has no patches; cover its elements");
    }
    int rows = (int) shape.dimension(rank - 2);
    int columns = (int) shape.dimension(rank - 1);
    if (height > rows || width > columns) {
      throw new InvalidInputException(
          "patches of " + height + " × " + width + " on an image of " + rows + " × " + columns);
    }
    int channels = rank == 3 ? (int) shape.dimension(0) : 1;
    List<int[]> parts = new ArrayList<>();
    for (int top : starts(rows, height)) {
      for (int left : starts(columns, width)) {
        int[] part = new int[channels * height * width];
        int k = 0;
        for (int channel = 0; channel < channels; channel++) {
          for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
              part[k++] = (channel * rows + row) * columns + column;
            }
          }
        }
        parts.add(part);
      }
    }
    return parts;
  }

  private int[] starts(int length, int patch) {
    int last = length - patch;
    int[] starts = new int[(last + stride - 1) / stride + 1];
    Arrays.setAll(starts, i -> Math.min(last, i * stride));
    return starts;
  }
}
