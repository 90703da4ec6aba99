package io.lepton.model;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What goes into a model and what comes out.
 *
 * @param inputs named values of one row, in order
 * @param outputs named values of one prediction, in order
 */
public record Signature(List<Field> inputs, List<Field> outputs) {
  /** Whether a value may be left out. */
  public enum Presence {
    /** A row without the value is refused. */
    REQUIRED,
    /** A row may lack the value; the model knows what a missing one means. */
    OPTIONAL
  }

  /** The type of one value. */
  public enum Type {
    /** UTF-8 text: a category, a label or free text. */
    STRING(null),
    /** True or false. */
    BOOLEAN(DType.BOOL),
    /** 8-bit unsigned integers, such as pixels. */
    U8(DType.U8),
    /** 32-bit integers. */
    I32(DType.I32),
    /** 64-bit integers. */
    I64(DType.I64),
    /** 32-bit floats. */
    F32(DType.F32),
    /** 64-bit floats; the type of a numeric column. */
    F64(DType.F64);

    private final @org.jspecify.annotations.Nullable DType dtype;

    Type(@org.jspecify.annotations.Nullable DType dtype) {
      this.dtype = dtype;
    }

    /**
     * The element type of a tensor that carries such values.
     *
     * @return the type, empty for text
     */
    public Optional<DType> dtype() {
      return Optional.ofNullable(dtype);
    }
  }

  /**
   * One named value.
   *
   * @param name unique among the inputs or the outputs
   * @param type of its elements
   * @param shape scalar for a column; {@link Shape#UNKNOWN} for a dimension that is not fixed
   * @param presence whether it may be left out
   */
  public record Field(String name, Type type, Shape shape, Presence presence) {
    /** {@inheritDoc} */
    public Field {
      Objects.requireNonNull(name);
      Objects.requireNonNull(type);
      Objects.requireNonNull(shape);
      Objects.requireNonNull(presence);
    }

    /**
     * A required scalar.
     *
     * @param name of the value
     * @param type of the value
     * @return the field
     */
    public static Field scalar(String name, Type type) {
      return new Field(name, type, Shape.of(), Presence.REQUIRED);
    }

    /**
     * The same field, but one that may be left out.
     *
     * @return an optional field
     */
    public Field optional() {
      return new Field(name, type, shape, Presence.OPTIONAL);
    }
  }

  /** {@inheritDoc} */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireUnique("input", inputs);
    requireUnique("output", outputs);
  }

  private static void requireUnique(String what, List<Field> fields) {
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new InvalidInputException(
            what + " \"" + field.name() + "\" comes twice in one signature");
      }
    }
  }

  /**
   * One input, if there.
   *
   * @param name of the input
   * @return the field or empty
   */
  public Optional<Field> input(String name) {
    return inputs.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
