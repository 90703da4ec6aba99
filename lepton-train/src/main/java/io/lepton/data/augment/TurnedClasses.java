package io.lepton.data.augment;

import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import java.util.SplittableRandom;

/**
 * Turns and mirrors square pictures at random, and makes each of the eight ways to do so a class of
 * its own (Lee, Hwang and Shin 2020, "Self-supervised Label Augmentation"; the turns alone are from
 * Gidaris et al. 2018). For pretraining, of a network with eight times as many outputs: features
 * that tell the ways apart serve other classes too, and its head is thrown away anyway.
 *
 * <p>Class c becomes 8 c + way, where way 0 leaves the picture as it is. A class that looks alike
 * in two ways cannot be told apart in them, which does no harm. Immutable and thread-safe.
 */
public final class TurnedClasses implements Augmentation {
  /** The number of classes that each class becomes. */
  public static final int WAYS = 8;

  private final int channels;
  private final int side;

  private TurnedClasses(int channels, int side) {
    this.channels = channels;
    this.side = side;
  }

  /**
   * For pictures of a shape.
   *
   * @param shape as high as wide
   * @return the augmentation; it takes targets that are numbers of classes, one a row
   * @throws InvalidInputException if the shape is not square
   */
  public static TurnedClasses of(ImageShape shape) {
    if (shape.height() != shape.width()) {
      throw new InvalidInputException(
          "pictures of " + shape + " cannot be turned by 90°; expected as high as wide");
    }
    return new TurnedClasses(shape.channels(), shape.height());
  }

  @Override
  public LabelledBatch apply(LabelledBatch batch, SplittableRandom random) {
    if (batch.targetWidth() != 1 || batch.width() != channels * side * side) {
      throw new InvalidInputException(
          "rows of "
              + batch.width()
              + " inputs and "
              + batch.targetWidth()
              + " targets; expected "
              + channels * side * side
              + " and the number of a class");
    }
    float[] from = batch.inputs();
    float[] to = new float[from.length];
    float[] targets = batch.targets().clone();
    for (int row = 0; row < batch.rows(); row++) {
      int way = random.nextInt(WAYS);
      targets[row] = WAYS * targets[row] + way;
      for (int channel = 0; channel < channels; channel++) {
        turn(from, to, (row * channels + channel) * side * side, way);
      }
    }
    return new LabelledBatch(batch.rows(), to, targets);
  }

  /** Quarters to turn by, and above 3 mirrored first. */
  private void turn(float[] from, float[] to, int at, int way) {
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        int y = i;
        int x = j;
        for (int quarter = 0; quarter < way % 4; quarter++) {
          int before = y;
          y = x;
          x = side - 1 - before;
        }
        to[at + i * side + j] = from[at + y * side + (way < 4 ? x : side - 1 - x)];
      }
    }
  }
}
