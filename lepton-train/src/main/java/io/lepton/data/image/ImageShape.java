package io.lepton.data.image;

import io.lepton.error.InvalidInputException;
import java.nio.file.Path;

/**
 * The form of one picture as a network takes it.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height in pixels, above 0
 * @param width in pixels, above 0
 */
public record ImageShape(int channels, int height, int width) {
  /** {@inheritDoc} */
  public ImageShape {
    if ((channels != 1 && channels != 3) || height < 1 || width < 1) {
      throw new InvalidInputException(
          "pictures of "
              + text(channels, height, width)
              + "; expected 1 or 3 channels and a size above 0");
    }
    if ((long) channels * height * width > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "pictures of " + text(channels, height, width) + " have too many pixels for one array");
    }
  }

  /**
   * The number of values of one picture.
   *
   * @return channels × height × width
   */
  public int size() {
    return channels * height * width;
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file in this form, as {@link ImageFolder} reads those it finds.
   *
   * @param picture file
   * @param fit what to do if its size differs
   * @return a new array of floats from 0 to 1, [channels, height, width]
   * @throws io.lepton.error.NotFoundException if there is no such file
   * @throws InvalidInputException if it is no picture, or has another size and that is refused
   */
  public float[] decode(Path picture, Fit fit) {
    return ImageDataset.floats(Pictures.read(picture, this, fit), 255);
  }

  /**
   * Reads the bytes of a PNG, JPEG, GIF or BMP file, such as a request's body, in this form.
   *
   * @param picture content of a file
   * @param fit what to do if its size differs
   * @return a new array of floats from 0 to 1, [channels, height, width]
   * @throws InvalidInputException if it is no picture, or has another size and that is refused
   */
  public float[] decode(byte[] picture, Fit fit) {
    return ImageDataset.floats(Pictures.read(picture, "the picture", this, fit), 255);
  }

  private static String text(int channels, int height, int width) {
    return channels + " x " + height + " x " + width;
  }

  /** As in {@code 3 x 224 x 224}. */
  @Override
  public String toString() {
    return text(channels, height, width);
  }
}
