package io.lepton.data.augment;

import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import java.util.Objects;

/**
 * Augmentations of pictures of one form, floats from 0 to 1, [channels, height, width]. Where a
 * picture is moved off its place, 0 comes in. Immutable.
 */
public final class ImageAugmentations {
  private final ImageShape shape;

  private ImageAugmentations(ImageShape shape) {
    this.shape = shape;
  }

  /**
   * Augmentations for pictures of a form.
   *
   * @param shape of every picture
   * @return their maker
   */
  public static ImageAugmentations of(ImageShape shape) {
    return new ImageAugmentations(Objects.requireNonNull(shape));
  }

  /**
   * Mirrors left and right in half of the pictures.
   *
   * @return the augmentation
   */
  public Augmentation flip() {
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          boolean flipped = random.nextInt(2) == 1;
          int w = shape.width();
          for (int i = 0; i < shape.size(); i++) {
            int x = i % w;
            to[at + i] = from[at + i - x + (flipped ? w - 1 - x : x)];
          }
        });
  }

  /**
   * Pads with zeros on all sides and cuts the picture's size out at a random place: a shift by up
   * to so many whole pixels.
   *
   * @param padding in pixels, at least 0
   * @return the augmentation
   */
  public Augmentation crop(int padding) {
    Draws.requireAtLeastZero("padding", padding);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          int down = random.nextInt(2 * padding + 1) - padding;
          int right = random.nextInt(2 * padding + 1) - padding;
          for (int i = 0; i < shape.size(); i++) {
            int x = i % shape.width() + right;
            int y = i / shape.width() % shape.height() + down;
            boolean inside = x >= 0 && x < shape.width() && y >= 0 && y < shape.height();
            to[at + i] = inside ? from[at + i + down * shape.width() + right] : 0;
          }
        });
  }

  /**
   * Turns by a random angle about the centre, with bilinear interpolation.
   *
   * @param degrees the largest angle to either side, at least 0
   * @return the augmentation
   */
  public Augmentation rotate(double degrees) {
    Draws.requireAtLeastZero("angle", degrees);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          double angle = Math.toRadians(Draws.within(degrees, random));
          double cos = StrictMath.cos(angle);
          double sin = StrictMath.sin(angle);
          double middleY = (shape.height() - 1) / 2.0;
          double middleX = (shape.width() - 1) / 2.0;
          Warp.apply(
              shape,
              from,
              at,
              to,
              (y, x) -> middleY + (y - middleY) * cos - (x - middleX) * sin,
              (y, x) -> middleX + (y - middleY) * sin + (x - middleX) * cos);
        });
  }

  /**
   * Moves by a random part of a pixel or more, with bilinear interpolation.
   *
   * @param down the largest move up or down, as a share of the height, at least 0
   * @param across the largest move to either side, as a share of the width, at least 0
   * @return the augmentation
   */
  public Augmentation shift(double down, double across) {
    Draws.requireAtLeastZero("shift", down);
    Draws.requireAtLeastZero("shift", across);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          double dy = Draws.within(down * shape.height(), random);
          double dx = Draws.within(across * shape.width(), random);
          Warp.apply(shape, from, at, to, (y, x) -> y - dy, (y, x) -> x - dx);
        });
  }

  /**
   * Changes brightness, contrast and saturation, in this order, each by a factor from 1 − limit to
   * 1 + limit, as torchvision's ColorJitter does; values are held from 0 to 1.
   *
   * @param brightness limit, from 0 to 1
   * @param contrast limit, from 0 to 1: towards or from the picture's mean grey
   * @param saturation limit, from 0 to 1: towards or from each pixel's grey; nothing on grey
   *     pictures
   * @return the augmentation
   */
  public Augmentation colour(double brightness, double contrast, double saturation) {
    Draws.requireProbability(brightness);
    Draws.requireProbability(contrast);
    Draws.requireProbability(saturation);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          Colours colours = new Colours(shape, from, at, to);
          colours.brighten(1 + Draws.within(brightness, random));
          colours.contrast(1 + Draws.within(contrast, random));
          colours.saturate(1 + Draws.within(saturation, random));
        });
  }

  /**
   * Adds Gaussian noise to every value, held from 0 to 1.
   *
   * @param standardDeviation at least 0
   * @return the augmentation
   */
  public Augmentation noise(double standardDeviation) {
    Draws.requireAtLeastZero("standard deviation", standardDeviation);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          for (int i = at; i < at + shape.size(); i++) {
            to[i] = Colours.held(from[i] + standardDeviation * Draws.gaussian(random));
          }
        });
  }

  /**
   * Sets a square at a random place to 0; near the border it is cut off (DeVries and Taylor 2017).
   *
   * @param side in pixels, at least 0
   * @return the augmentation
   */
  public Augmentation cutout(int side) {
    Draws.requireAtLeastZero("side", side);
    return BatchAugmentations.perRow(
        shape.size(),
        (from, at, to, random) -> {
          System.arraycopy(from, at, to, at, shape.size());
          int top = random.nextInt(shape.height()) - side / 2;
          int left = random.nextInt(shape.width()) - side / 2;
          Box box = Box.clipped(shape, top, left, side, side);
          box.forEach(shape, i -> to[at + i] = 0);
        });
  }

  /**
   * Replaces a rectangle by the same one of another picture of the batch, and mixes targets by
   * area; the share kept is drawn from Beta(α, α) for each picture (Yun et al. 2019).
   *
   * @param alpha above 0, usually 1
   * @return the augmentation
   * @throws InvalidInputException if α is not above 0
   */
  public Augmentation cutmix(double alpha) {
    BatchAugmentations.requireAlpha(alpha);
    return (batch, random) -> {
      if (batch.width() != shape.size()) {
        throw new InvalidInputException(
            "examples of " + batch.width() + " inputs; expected pictures of " + shape);
      }
      int[] partner = Draws.permutation(batch.rows(), random);
      float[] inputs = batch.inputs().clone();
      float[] kept = new float[batch.rows()];
      for (int row = 0; row < batch.rows(); row++) {
        double cut = Math.sqrt(1 - Draws.beta(alpha, random));
        int h = (int) (shape.height() * cut);
        int w = (int) (shape.width() * cut);
        int top = random.nextInt(shape.height()) - h / 2;
        int left = random.nextInt(shape.width()) - w / 2;
        Box box = Box.clipped(shape, top, left, h, w);
        int to = row * shape.size();
        int from = partner[row] * shape.size();
        box.forEach(shape, i -> inputs[to + i] = batch.inputs()[from + i]);
        kept[row] = 1 - box.area() / (float) (shape.height() * shape.width());
      }
      return new LabelledBatch(
          batch.rows(),
          inputs,
          BatchAugmentations.mixed(batch.targets(), batch.targetWidth(), partner, kept));
    };
  }
}
