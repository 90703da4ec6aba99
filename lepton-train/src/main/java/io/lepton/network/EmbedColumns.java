package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the last columns of [features], which are codes of categories, by a learnt vector each:
 * the output is the other columns, then the vectors, [features − tables + sum of sizes].
 * Parameters: {@code 0.weight} [count, size] of the first table, and so on.
 *
 * @param tables one for each of the last columns, in their order; at least one
 */
public record EmbedColumns(List<Table> tables) implements Layer {
  /**
   * The vectors of one column.
   *
   * @param count number of codes, which are 0 to count − 1; at most 2^24, beyond which a float does
   *     not hold every whole number
   * @param size of a vector, at least 1
   * @param deviation standard deviation of its first values; PyTorch's is 1
   */
  public record Table(int count, int size, double deviation) {
    /** {@inheritDoc} */
    public Table {
      Checks.within(1, 1 << 24, "count of codes", count);
      Checks.atLeast(1, "size of an embedding", size);
      Checks.within(0, 1e6, "deviation of first values", deviation);
    }
  }

  /** {@inheritDoc} */
  public EmbedColumns {
    tables = List.copyOf(tables);
    Checks.atLeast(1, "number of tables", tables.size());
  }

  /**
   * One table, started as PyTorch does.
   *
   * @param count number of codes
   * @param size of a vector
   * @return the layer
   */
  public static EmbedColumns of(int count, int size) {
    return new EmbedColumns(List.of(new Table(count, size, 1)));
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(1, "an embedding of columns", "[features]", input);
    if (input.dimension(0) < tables.size()) {
      throw new InvalidInputException(
          "an embedding of " + tables.size() + " columns found the input " + input);
    }
    return Shape.of(
        input.dimension(0) - tables.size() + tables.stream().mapToLong(Table::size).sum());
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      all.put(
          i + ".weight",
          new Parameter(
              Shape.of(table.count(), table.size()),
              Parameter.Role.WEIGHT,
              new Initial(Initial.Law.NORMAL, table.deviation())));
    }
    return all;
  }
}
