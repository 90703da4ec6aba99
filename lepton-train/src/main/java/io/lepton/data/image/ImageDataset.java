package io.lepton.data.image;

import io.lepton.bytes.Digest;
import io.lepton.data.Dataset;
import io.lepton.data.split.Fractions;
import io.lepton.data.split.Parts;
import io.lepton.data.split.RowFolds;
import io.lepton.data.split.RowSplit;
import io.lepton.data.split.Selectable;
import io.lepton.data.split.TrainTest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Pictures of one form in memory, each with its class. Immutable and thread-safe; parts of it share
 * the pixels.
 *
 * <p>A pixel is held as a whole number from 0 to {@link #maximum()} (255 but for unusual sources)
 * and seen as a float from 0 to 1.
 *
 * <p>Its {@link #fingerprint} is the SHA-256 of this form, all integers big-endian: the ASCII text
 * {@code lepton-images/1} and a line feed; channels, height, width and maximum (4 bytes each); the
 * number of rows (8 bytes); then for each row the label as its number of UTF-8 bytes (4 bytes) and
 * the bytes, and the pixels, one byte each, [channels, height, width]. The name does not enter.
 */
public final class ImageDataset implements Selectable<ImageDataset> {
  private static final String MAGIC = "lepton-images/1\n";

  private final String name;
  private final ImageShape shape;
  private final int maximum;
  private final byte[][] pixels;
  private final String[] labels;

  private ImageDataset(
      String name, ImageShape shape, int maximum, byte[][] pixels, String[] labels) {
    this.name = name;
    this.shape = shape;
    this.maximum = maximum;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Reads two IDX files as of MNIST, packed by gzip or not. The classes are the label bytes in
   * decimal, such as {@code "7"}.
   *
   * @param images file of bytes, [rows, height, width] or [rows, channels, height, width]
   * @param labels file of bytes, [rows]
   * @return the data, named after the file of images
   * @throws io.lepton.error.NotFoundException if there is no such file
   * @throws InvalidInputException if a file is no IDX file of bytes, ends too early, goes on too
   *     long, or they differ in the number of rows
   */
  public static ImageDataset idx(Path images, Path labels) {
    Idx.Images read = Idx.images(images);
    byte[] classes = Idx.labels(labels);
    if (classes.length != read.pixels().size()) {
      throw new InvalidInputException(
          images
              + " has "
              + read.pixels().size()
              + " pictures; "
              + labels
              + " has "
              + classes.length
              + " labels");
    }
    String[] names = new String[classes.length];
    for (int row = 0; row < names.length; row++) {
      names[row] = Integer.toString(classes[row] & 0xFF);
    }
    return new ImageDataset(
        String.valueOf(images.getFileName()),
        read.shape(),
        255,
        read.pixels().toArray(byte[][]::new),
        names);
  }

  /**
   * Starts reading a folder with one sub-folder of PNG or JPEG files for each class.
   *
   * @param folder of folders
   * @return a reader to be configured
   */
  public static ImageFolder folder(Path folder) {
    return new ImageFolder(folder);
  }

  /**
   * Makes a data set of pixels.
   *
   * @param name what people call it
   * @param shape of every picture
   * @param maximum the value that stands for 1.0, from 1 to 255
   * @param pixels of each row, [channels, height, width], as unsigned bytes; copied
   * @param labels the class of each row, not empty
   * @return the data
   * @throws InvalidInputException if lengths do not fit, a label is empty or a pixel is above the
   *     maximum; the message names the row
   */
  public static ImageDataset of(
      String name, ImageShape shape, int maximum, List<byte[]> pixels, List<String> labels) {
    if (maximum < 1 || maximum > 255) {
      throw new InvalidInputException("maximum " + maximum + "; expected from 1 to 255");
    }
    if (pixels.size() != labels.size()) {
      throw new InvalidInputException(
          pixels.size() + " pictures and " + labels.size() + " labels; expected as many");
    }
    byte[][] copy = new byte[pixels.size()][];
    for (int row = 0; row < copy.length; row++) {
      copy[row] = pixels.get(row).clone();
      requireFits(row, copy[row], shape, maximum, labels.get(row));
    }
    return new ImageDataset(name, shape, maximum, copy, labels.toArray(String[]::new));
  }

  /**
   * Takes each row of a table for a picture, each of its numeric columns for a pixel.
   *
   * @param table with a label and no missing value; its other columns are numeric and in the order
   *     [channels, height, width]
   * @param shape of every picture
   * @param maximum the value that stands for 1.0, from 1 to 255
   * @return the data under the table's name
   * @throws InvalidInputException if the number of columns does not fit, or a value is missing or
   *     no whole number from 0 to the maximum; the message names the row
   * @throws io.lepton.error.NotFoundException if the table has no label
   */
  public static ImageDataset ofTable(Dataset table, ImageShape shape, int maximum) {
    return PixelTable.read(table, shape, maximum);
  }

  private static void requireFits(
      int row, byte[] picture, ImageShape shape, int maximum, String label) {
    if (picture.length != shape.size()) {
      throw new InvalidInputException(
          "picture "
              + row
              + " has "
              + picture.length
              + " values; expected "
              + shape.size()
              + " for "
              + shape);
    }
    for (byte pixel : picture) {
      if ((pixel & 0xFF) > maximum) {
        throw new InvalidInputException(
            "picture " + row + " has the value " + (pixel & 0xFF) + "; the maximum is " + maximum);
      }
    }
    if (label.isEmpty()) {
      throw new InvalidInputException("picture " + row + " has an empty label");
    }
  }

  /**
   * What people call it.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  @Override
  public ImageDataset named(String other) {
    return new ImageDataset(Objects.requireNonNull(other), shape, maximum, pixels, labels);
  }

  @Override
  public int rows() {
    return pixels.length;
  }

  /**
   * The form of every picture.
   *
   * @return channels, height and width
   */
  public ImageShape shape() {
    return shape;
  }

  /**
   * The pixel value that stands for 1.0.
   *
   * @return from 1 to 255
   */
  public int maximum() {
    return maximum;
  }

  /**
   * The class of a row.
   *
   * @param row from 0
   * @return its name
   */
  public String label(int row) {
    return labels[row];
  }

  /**
   * The classes of all rows.
   *
   * @return unmodifiable, in order
   */
  public List<String> labels() {
    return Collections.unmodifiableList(Arrays.asList(labels));
  }

  /**
   * How many rows each class has.
   *
   * @return class to number of rows, sorted by class
   */
  public Map<String, Long> classCounts() {
    Map<String, Long> counts = new TreeMap<>();
    for (String label : labels) {
      counts.merge(label, 1L, Long::sum);
    }
    return Collections.unmodifiableMap(counts);
  }

  /**
   * The classes that come in some row.
   *
   * @return sorted, without repeats
   */
  public List<String> classes() {
    return List.copyOf(classCounts().keySet());
  }

  /**
   * The picture of a row.
   *
   * @param row from 0
   * @return a new array of floats from 0 to 1, [channels, height, width]
   */
  public float[] pixels(int row) {
    return floats(pixels[row], maximum);
  }

  /**
   * The picture of a row as it is held.
   *
   * @param row from 0
   * @return a copy, unsigned values from 0 to {@link #maximum()}, [channels, height, width]
   */
  public byte[] bytes(int row) {
    return pixels[row].clone();
  }

  /**
   * Writes the picture of a row into a batch.
   *
   * @param row from 0
   * @param into takes {@code shape().size()} floats from 0 to 1, [channels, height, width]
   * @param at index of the first
   */
  public void copyTo(int row, float[] into, int at) {
    byte[] picture = pixels[row];
    float scale = maximum;
    for (int i = 0; i < picture.length; i++) {
      into[at + i] = (picture[i] & 0xFF) / scale;
    }
  }

  /**
   * The pictures of some rows, one after the other.
   *
   * @param rows in the order wanted
   * @return a new array of floats from 0 to 1, [rows, channels, height, width]
   */
  public float[] batch(int... rows) {
    float[] batch = new float[Math.multiplyExact(rows.length, shape.size())];
    for (int i = 0; i < rows.length; i++) {
      copyTo(rows[i], batch, i * shape.size());
    }
    return batch;
  }

  static float[] floats(byte[] picture, int maximum) {
    float[] floats = new float[picture.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (picture[i] & 0xFF) / (float) maximum;
    }
    return floats;
  }

  @Override
  public ImageDataset select(int... indices) {
    byte[][] chosen = new byte[indices.length][];
    String[] classes = new String[indices.length];
    for (int i = 0; i < indices.length; i++) {
      Objects.checkIndex(indices[i], pixels.length);
      chosen[i] = pixels[indices[i]];
      classes[i] = labels[indices[i]];
    }
    return new ImageDataset(name, shape, maximum, chosen, classes);
  }

  /**
   * Splits at random, each class in the same proportion, as {@link RowSplit#stratified}.
   *
   * @param train fraction above 0
   * @param validation fraction, at least 0
   * @param test fraction, at least 0; the three add up to 1
   * @param seed the same seed splits the same data the same way, on every machine
   * @return the parts
   * @throws InvalidInputException if the fractions do not fit, a fraction above 0 gets no row, or
   *     all rows have one class
   */
  public Parts<ImageDataset> split(double train, double validation, double test, long seed) {
    return RowSplit.stratified(labels(), Fractions.of(train, validation, test), seed).of(this);
  }

  /**
   * Cuts into k parts, each class evenly, as {@link RowFolds#stratified}.
   *
   * @param k number of parts, from 2 to the number of rows
   * @param seed the same seed cuts the same data the same way, on every machine
   * @return k folds
   * @throws InvalidInputException if k is out of range, or all rows have one class
   */
  public List<TrainTest<ImageDataset>> folds(int k, long seed) {
    return RowFolds.stratified(labels(), k, seed).stream().map(fold -> fold.of(this)).toList();
  }

  /**
   * The SHA-256 of the content, in the form this class documents.
   *
   * @return the same for equal pixels and labels, whatever the source
   */
  public Digest fingerprint() {
    MessageDigest hash = Digest.start();
    hash.update(MAGIC.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer head = ByteBuffer.allocate(24);
    head.putInt(shape.channels()).putInt(shape.height()).putInt(shape.width());
    hash.update(head.putInt(maximum).putLong(rows()).flip());
    for (int row = 0; row < pixels.length; row++) {
      byte[] label = labels[row].getBytes(StandardCharsets.UTF_8);
      hash.update(ByteBuffer.allocate(4).putInt(label.length).flip());
      hash.update(label);
      hash.update(pixels[row]);
    }
    return Digest.finish(hash);
  }

  /**
   * Points at this data under its own name.
   *
   * @return name, fingerprint and number of rows
   */
  public DataReference reference() {
    return reference(name);
  }

  /**
   * Points at this data.
   *
   * @param as the name in the reference
   * @return name, fingerprint and number of rows
   */
  public DataReference reference(String as) {
    return new DataReference(as, fingerprint(), rows());
  }

  /** Name, rows and form, as in {@code train (60000 pictures of 1 x 28 x 28)}. */
  @Override
  public String toString() {
    return name + " (" + rows() + " pictures of " + shape + ")";
  }
}
