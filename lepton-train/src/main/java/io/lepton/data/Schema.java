package io.lepton.data;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table: names and types, in order.
 *
 * @param fields at least one; names differ; at most one label
 */
public record Schema(List<Field> fields) {
  /**
   * One column.
   *
   * @param name not empty
   * @param type of its values
   */
  public record Field(String name, ColumnType type) {
    /** {@inheritDoc} */
    public Field {
      Objects.requireNonNull(type);
      if (name.isBlank()) {
        throw new InvalidInputException("a column of a schema has no name");
      }
    }
  }

  /** {@inheritDoc} */
  public Schema {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new InvalidInputException("a schema has no columns; expected at least one");
    }
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new InvalidInputException(
            "column \"" + field.name() + "\" comes twice in one schema");
      }
    }
    List<String> labels =
        fields.stream().filter(f -> f.type() == ColumnType.LABEL).map(Field::name).toList();
    if (labels.size() > 1) {
      throw new InvalidInputException("a schema has at most one label, found " + labels);
    }
  }

  /**
   * Starts a schema.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The names of all columns.
   *
   * @return in order
   */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /**
   * One column.
   *
   * @param name of the column
   * @return the field
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public Field field(String name) {
    return find(name)
        .orElseThrow(
            () -> new NotFoundException("no column \"" + name + "\"; there are " + names()));
  }

  /**
   * One column, if there.
   *
   * @param name of the column
   * @return the field or empty
   */
  public Optional<Field> find(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /**
   * The name of the label, if there is one.
   *
   * @return the name or empty
   */
  public Optional<String> label() {
    return fields.stream().filter(f -> f.type() == ColumnType.LABEL).map(Field::name).findFirst();
  }

  /**
   * All columns but the label.
   *
   * @return in order
   */
  public List<Field> features() {
    return fields.stream().filter(field -> field.type() != ColumnType.LABEL).toList();
  }

  /** Collects a schema in order. Not thread-safe. */
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>();

    private Builder() {}

    /**
     * Adds numeric columns.
     *
     * @param names of the columns
     * @return this
     */
    public Builder numeric(String... names) {
      return add(ColumnType.NUMERIC, names);
    }

    /**
     * Adds categorical columns.
     *
     * @param names of the columns
     * @return this
     */
    public Builder categorical(String... names) {
      return add(ColumnType.CATEGORICAL, names);
    }

    /**
     * Adds boolean columns.
     *
     * @param names of the columns
     * @return this
     */
    public Builder bool(String... names) {
      return add(ColumnType.BOOLEAN, names);
    }

    /**
     * Adds columns of free text.
     *
     * @param names of the columns
     * @return this
     */
    public Builder text(String... names) {
      return add(ColumnType.TEXT, names);
    }

    /**
     * Adds the label.
     *
     * @param name of the column
     * @return this
     */
    public Builder label(String name) {
      return add(ColumnType.LABEL, name);
    }

    private Builder add(ColumnType type, String... names) {
      for (String name : names) {
        fields.add(new Field(name, type));
      }
      return this;
    }

    /**
     * The schema collected so far.
     *
     * @return an immutable schema
     * @throws InvalidInputException if it has no column, a name twice, or two labels
     */
    public Schema build() {
      return new Schema(fields);
    }
  }
}
