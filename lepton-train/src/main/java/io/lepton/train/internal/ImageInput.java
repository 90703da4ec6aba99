package io.lepton.train.internal;

import io.lepton.data.image.Fit;
import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A picture: a tensor F32 [channels, height, width] from 0 to 1, a tensor U8 of the same shape from
 * 0 to the maximum, or a tensor U8 [bytes] with the content of a PNG or JPEG file.
 *
 * @param name of the value in a row
 * @param columns the width in pixels
 * @param maximum what stands for 1.0 in bytes of pixels, from 1 to 255
 * @param fit what to do if a file's size differs
 */
public record ImageInput(String name, int channels, int height, int columns, int maximum, Fit fit)
    implements RowInput {
  public ImageInput {
    Objects.requireNonNull(name);
    Objects.requireNonNull(fit);
    new ImageShape(channels, height, columns); // checks
    if (maximum < 1 || maximum > 255) {
      throw new InvalidInputException("maximum " + maximum + "; expected from 1 to 255");
    }
  }

  public static ImageInput of(String name, ImageShape shape, int maximum, Fit fit) {
    return new ImageInput(name, shape.channels(), shape.height(), shape.width(), maximum, fit);
  }

  public ImageShape shape() {
    return new ImageShape(channels, height, columns);
  }

  @Override
  public List<Signature.Field> fields() {
    return List.of(
        new Signature.Field(name, Signature.Type.F32, tensorShape(), Signature.Presence.REQUIRED));
  }

  @Override
  public Shape tensorShape() {
    return Shape.of(channels, height, columns);
  }

  @Override
  public int width() {
    return shape().size();
  }

  @Override
  public InputEncoder encoder() {
    return rows -> {
      float[] inputs = new float[Math.multiplyExact(rows.size(), width())];
      for (int i = 0; i < rows.size(); i++) {
        float[] pixels = pixels(rows.get(i), "row " + i);
        System.arraycopy(pixels, 0, inputs, i * pixels.length, pixels.length);
      }
      return inputs;
    };
  }

  private float[] pixels(Row row, String where) {
    InputEncoder.requireNames(row, where, Set.of(name));
    Object value = row.get(name).orElse(null);
    if (value instanceof Tensor tensor) {
      if (tensor.dtype() == DType.F32 && tensor.shape().equals(tensorShape())) {
        return requireRange(tensor.toFloats(), where);
      }
      if (tensor.dtype() == DType.U8 && tensor.shape().equals(tensorShape())) {
        return scaled(bytes(tensor), where);
      }
      if (tensor.dtype() == DType.U8 && tensor.shape().rank() == 1) {
        return decoded(bytes(tensor), where);
      }
    }
    throw new InvalidInputException(
        where
            + ", \""
            + name
            + "\": expected a tensor F32 or U8 "
            + tensorShape()
            + ", or U8 [bytes] of a picture's file, found "
            + value);
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer buffer = tensor.bytes().readAll();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private float[] requireRange(float[] pixels, String where) {
    for (int i = 0; i < pixels.length; i++) {
      if (!(pixels[i] >= 0 && pixels[i] <= 1)) {
        throw new InvalidInputException(
            where + ", \"" + name + "\": pixel " + i + " is " + pixels[i] + "; expected 0 to 1");
      }
    }
    return pixels;
  }

  private float[] scaled(byte[] bytes, String where) {
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int pixel = bytes[i] & 0xFF;
      if (pixel > maximum) {
        throw new InvalidInputException(
            where
                + ", \""
                + name
                + "\": pixel "
                + i
                + " is "
                + pixel
                + "; the maximum is "
                + maximum);
      }
      pixels[i] = pixel / (float) maximum;
    }
    return pixels;
  }

  private float[] decoded(byte[] file, String where) {
    try {
      return shape().decode(file, fit);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(where + ", \"" + name + "\": " + e.getMessage(), e);
    }
  }
}
