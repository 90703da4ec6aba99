package io.lepton.benchmarks;

import io.lepton.train.Examples;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Handwritten digits as floats from 0 to 1, [1, 28, 28] each. */
final class Mnist {
  static final int PIXELS = 784;

  private final float[] images;
  private final int[] classes;

  Mnist(float[] images, int[] classes) {
    this.images = images;
    this.classes = classes;
  }

  /** Not a copy. */
  float[] images() {
    return images;
  }

  /** Not a copy. */
  int[] classes() {
    return classes;
  }

  /** The files in ../shared/data/mnist, seen from the root of the repository. */
  static Path folder() {
    return Path.of("..", "shared", "data", "mnist");
  }

  static Mnist read(String part, int most) throws IOException {
    try (DataInputStream images = open(part + "-images-idx3-ubyte.gz");
        DataInputStream labels = open(part + "-labels-idx1-ubyte.gz")) {
      images.skipNBytes(4);
      int rows = Math.min(most, images.readInt());
      images.skipNBytes(8);
      labels.skipNBytes(8);
      byte[] pixels = images.readNBytes(rows * PIXELS);
      float[] floats = new float[pixels.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (pixels[i] & 0xff) / 255f;
      }
      int[] classes = new int[rows];
      for (int i = 0; i < rows; i++) {
        classes[i] = labels.readUnsignedByte();
      }
      return new Mnist(floats, classes);
    }
  }

  private static DataInputStream open(String name) throws IOException {
    return new DataInputStream(
        new GZIPInputStream(Files.newInputStream(folder().resolve(name)), 1 << 16));
  }

  int rows() {
    return classes.length;
  }

  float[] images(int from, int to) {
    return Arrays.copyOfRange(images, from * PIXELS, to * PIXELS);
  }

  Mnist rows(int from, int to) {
    return new Mnist(images(from, to), Arrays.copyOfRange(classes, from, to));
  }

  Examples examples() {
    float[] targets = new float[classes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = classes[i];
    }
    return Examples.of(images, targets, classes.length);
  }
}
