package io.lepton.data.image;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes pictures into planes of bytes. */
final class Pictures {
  /** A file of a few kilobytes can claim to be any size; this is 400 MB decoded. */
  private static final long PIXEL_LIMIT = 100_000_000;

  private static final int OPAQUE = 255;

  private Pictures() {}

  static byte[] read(Path file, ImageShape shape, Fit fit) {
    return read(content(file), file.toString(), shape, fit);
  }

  static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file.toAbsolutePath(), e);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static byte[] read(byte[] content, String name, ImageShape shape, Fit fit) {
    BufferedImage image = decode(content, name);
    boolean same = image.getHeight() == shape.height() && image.getWidth() == shape.width();
    if (!same && fit == Fit.REFUSE) {
      throw new InvalidInputException(
          name
              + " is "
              + image.getHeight()
              + " x "
              + image.getWidth()
              + " pixels; expected "
              + shape.height()
              + " x "
              + shape.width()
              + ", or say with Fit how to scale");
    }
    Planes planes = planes(image, shape.channels());
    return (same ? planes : Resample.to(planes, shape, fit)).bytes();
  }

  /** Height and width. */
  static int[] size(byte[] content, String name) {
    BufferedImage image = decode(content, name);
    return new int[] {image.getHeight(), image.getWidth()};
  }

  private static BufferedImage decode(byte[] content, String name) {
    // ImageIO.read would put a cache file on the disk.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidInputException(
            name + " is no picture that Java can read (PNG, JPEG, GIF, BMP)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > PIXEL_LIMIT) {
          throw new InvalidInputException(
              name + " has " + pixels + " pixels; at most " + PIXEL_LIMIT + " are read");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // What ImageIO's readers throw for files that are cut off or damaged.
      throw new InvalidInputException(
          name + " is damaged or of a kind Java cannot read: " + e.getMessage(), e);
    }
  }

  /** Transparent pixels are laid over white, as a page would show them. */
  private static Planes planes(BufferedImage image, int channels) {
    Planes planes = new Planes(channels, image.getHeight(), image.getWidth());
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    for (int y = 0; y < planes.height(); y++) {
      for (int x = 0; x < planes.width(); x++) {
        if (grey) {
          // getRGB would take the samples for linear light and brighten them.
          int depth = raster.getSampleModel().getSampleSize(0);
          int alpha =
              raster.getNumBands() == 2 ? eightBits(raster.getSample(x, y, 1), depth) : OPAQUE;
          float value = over(eightBits(raster.getSample(x, y, 0), depth), alpha);
          planes.set(y, x, value, value, value);
        } else {
          int rgb = image.getRGB(x, y);
          int alpha = rgb >>> 24;
          planes.set(
              y,
              x,
              over(rgb >> 16 & 255, alpha),
              over(rgb >> 8 & 255, alpha),
              over(rgb & 255, alpha));
        }
      }
    }
    return planes;
  }

  private static int eightBits(int sample, int depth) {
    return depth == 8 ? sample : Math.round(sample * 255f / ((1 << depth) - 1));
  }

  private static float over(int value, int alpha) {
    return alpha == OPAQUE ? value : (value * alpha + 255 * (OPAQUE - alpha)) / (float) OPAQUE;
  }
}
