package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One F32 tensor as the network takes it.
 *
 * @param name of the value in a row
 * @param shape without the batch axis
 */
public record TensorInput(String name, Shape shape) implements RowInput {
  public TensorInput {
    Objects.requireNonNull(name);
    if (shape.elementCount() < 1) {
      throw new InvalidInputException("input \"" + name + "\" of the shape " + shape);
    }
  }

  @Override
  public List<Signature.Field> fields() {
    return List.of(
        new Signature.Field(name, Signature.Type.F32, shape, Signature.Presence.REQUIRED));
  }

  @Override
  public int width() {
    return Math.toIntExact(shape.elementCount());
  }

  @Override
  public Shape tensorShape() {
    return shape;
  }

  @Override
  public InputEncoder encoder() {
    return rows -> {
      float[] inputs = new float[Math.multiplyExact(rows.size(), width())];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(floats(rows.get(i), "row " + i), 0, inputs, i * width(), width());
      }
      return inputs;
    };
  }

  private float[] floats(Row row, String where) {
    InputEncoder.requireNames(row, where, Set.of(name));
    Object value = row.get(name).orElse(null);
    if (!(value instanceof Tensor tensor)
        || tensor.dtype() != DType.F32
        || !tensor.shape().equals(shape)) {
      throw new InvalidInputException(
          where + ", \"" + name + "\": expected a tensor F32 " + shape + ", found " + value);
    }
    float[] floats = tensor.toFloats();
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        throw new InvalidInputException(
            where + ", \"" + name + "\": element " + i + " is " + floats[i]);
      }
    }
    return floats;
  }
}
