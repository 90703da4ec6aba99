package io.lepton.data.augment;

import io.lepton.data.Column;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.NumericColumn;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Adds rows of rare classes to training data, until each class has as many as the most frequent one
 * (Chawla et al. 2002): a new row lies between a row and one of its k nearest of the same class. Of
 * categories and truth values it takes the most frequent one among these k, as SMOTE-NC does;
 * distances count a difference as one standard deviation of a number. For training rows only, after
 * splitting and cleaning: rows to be measured on stay as they are. Immutable.
 *
 * @param neighbours k, at least 1; fewer are used where a class has fewer rows
 * @param seed the same seed adds the same rows, on every machine
 */
public record Smote(int neighbours, long seed) {
  /** {@inheritDoc} */
  public Smote {
    if (neighbours < 1) {
      throw new InvalidInputException(neighbours + " neighbours for SMOTE; expected at least 1");
    }
  }

  /**
   * The paper's five neighbours.
   *
   * @param seed of the new rows
   * @return the definition
   */
  public static Smote withDefaults(long seed) {
    return new Smote(5, seed);
  }

  /**
   * Adds rows.
   *
   * @param train with a label, and without missing values and texts
   * @return all rows of the training data in order, then the new ones, class by class
   * @throws InvalidInputException if there are no rows, a value is missing, a column is free text,
   *     or a class to be added to has only one row
   * @throws io.lepton.error.NotFoundException if the data has no label
   */
  public Dataset balance(Dataset train) {
    if (train.rows() == 0) {
      throw new InvalidInputException(
          train.name() + " has no rows; SMOTE has nothing to start from");
    }
    List<String> labels = train.labels();
    Map<String, List<Integer>> classes = new TreeMap<>();
    for (int row = 0; row < train.rows(); row++) {
      classes.computeIfAbsent(labels.get(row), key -> new ArrayList<>()).add(row);
    }
    int most = classes.values().stream().mapToInt(List::size).max().orElse(0);
    String label = train.schema().label().orElseThrow();
    Table table = new Table(train);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < train.rows(); row++) {
      rows.add(train.row(row).with(label, labels.get(row)));
    }
    SplittableRandom random = new SplittableRandom(seed);
    classes.forEach(
        (name, members) -> {
          if (members.size() == 1 && most > 1) {
            throw new InvalidInputException(
                "class \"" + name + "\" has one row; SMOTE needs two to put a third between");
          }
          Map<Integer, int[]> nearest = new LinkedHashMap<>();
          for (int added = members.size(); added < most; added++) {
            int from = members.get(random.nextInt(members.size()));
            int[] near =
                nearest.computeIfAbsent(from, row -> table.nearest(row, members, neighbours));
            rows.add(table.between(from, near, random).with(label, name));
          }
        });
    return Dataset.of(train.name(), train.schema(), rows);
  }

  /** The features of the training rows. */
  private static final class Table {
    private final List<Column> columns = new ArrayList<>();
    private final List<Double> scales = new ArrayList<>();

    Table(Dataset data) {
      for (Schema.Field field : data.schema().features()) {
        Column column = data.column(field.name());
        if (column.missingCount() > 0 || column.type() == ColumnType.TEXT) {
          throw new InvalidInputException(
              "column \""
                  + column.name()
                  + "\" is free text or has missing values, which SMOTE cannot mix; clean or"
                  + " leave it out first");
        }
        columns.add(column);
        scales.add(column instanceof NumericColumn numeric ? deviation(numeric.values()) : 1);
      }
    }

    private static double deviation(double[] values) {
      double mean = Arrays.stream(values).sum() / values.length;
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return squares == 0 ? 1 : Math.sqrt(squares / values.length);
    }

    private Object value(int column, int row) {
      return columns.get(column).value(row).orElseThrow();
    }

    int[] nearest(int row, List<Integer> members, int k) {
      record Other(int row, double distance) {}
      return members.stream()
          .filter(other -> other != row)
          .map(other -> new Other(other, distance(row, other)))
          .sorted(Comparator.comparingDouble(Other::distance))
          .limit(k)
          .mapToInt(Other::row)
          .toArray();
    }

    private double distance(int a, int b) {
      double sum = 0;
      for (int c = 0; c < columns.size(); c++) {
        if (value(c, a) instanceof Double x && value(c, b) instanceof Double y) {
          double apart = (x - y) / scales.get(c);
          sum += apart * apart;
        } else {
          sum += value(c, a).equals(value(c, b)) ? 0 : 1;
        }
      }
      return sum;
    }

    Row between(int from, int[] near, SplittableRandom random) {
      int to = near[random.nextInt(near.length)];
      double share = random.nextDouble();
      Map<String, Object> values = new LinkedHashMap<>();
      for (int c = 0; c < columns.size(); c++) {
        Object value =
            value(c, from) instanceof Double x && value(c, to) instanceof Double y
                ? (Object) (x + share * (y - x))
                : mostFrequent(c, near);
        values.put(columns.get(c).name(), value);
      }
      return Row.of(values);
    }

    private Object mostFrequent(int column, int[] rows) {
      Map<Object, Integer> votes = new LinkedHashMap<>();
      IntStream.of(rows).forEach(row -> votes.merge(value(column, row), 1, Integer::sum));
      int most = votes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
      return Objects.requireNonNull(
          votes.entrySet().stream()
              .filter(entry -> entry.getValue() == most)
              .findFirst() // the nearest one's, where several are as frequent
              .orElseThrow()
              .getKey());
    }
  }
}
