package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Training rows that missing values are filled in from (Troyanskaya et al. 2001). The distance of
 * two rows is Euclidean over the columns that both have: of numbers the difference in training
 * standard deviations, of categories and truth values 0 or 1; its square is scaled up by the share
 * of columns they have in common, as scikit-learn does. A number becomes the mean of the k nearest
 * rows that have one, a category their most frequent one. Part of a saved model. Immutable.
 *
 * @param counts for each column to be filled, the number k of rows
 * @param columns of the rows kept, all of one length
 */
public record Neighbours(Map<String, Integer> counts, List<Reference> columns) {
  /** The most training rows kept, evenly spaced, so that a model stays small. */
  public static final int ROW_LIMIT = 1000;

  /**
   * One column of the rows kept.
   *
   * @param name of the column
   * @param scale the standard deviation of its numbers; 0 if they are constant or it has none
   * @param values a {@code Double}, {@code String} or {@code Boolean} each, null if missing
   */
  public record Reference(String name, double scale, List<@Nullable Object> values) {
    /** {@inheritDoc} */
    public Reference {
      Objects.requireNonNull(name);
      values = Collections.unmodifiableList(new ArrayList<>(values));
      boolean fits = scale >= 0 && Double.isFinite(scale);
      for (Object value : values) {
        fits &=
            value == null
                || value instanceof Double
                || value instanceof String
                || value instanceof Boolean;
      }
      if (!fits) {
        throw new InvalidInputException(
            "neighbours: column \"" + name + "\" does not hold together");
      }
    }
  }

  /** {@inheritDoc} */
  public Neighbours {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    columns = List.copyOf(columns);
    List<String> names = columns.stream().map(Reference::name).toList();
    long lengths = columns.stream().map(column -> column.values().size()).distinct().count();
    if (!names.containsAll(counts.keySet())
        || lengths > 1
        || counts.values().stream().anyMatch(k -> k < 1)) {
      throw new InvalidInputException(
          "neighbours of columns " + counts + " from rows of " + names + " do not hold together");
    }
  }

  /** Of training data whose outliers are clipped already. */
  static Neighbours fit(Dataset train, Map<String, Integer> counts) {
    int kept = Math.min(train.rows(), ROW_LIMIT);
    List<Reference> columns = new ArrayList<>();
    for (Schema.Field field : train.schema().features()) {
      Column column = train.column(field.name());
      if (column.type() == ColumnType.TEXT && !counts.containsKey(column.name())) {
        continue; // hardly two texts are equal
      }
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < kept; i++) {
        values.add(column.raw((int) ((long) i * train.rows() / kept)));
      }
      double scale =
          column instanceof NumericColumn numeric ? EncodedColumn.fit(numeric).scale() : 0;
      columns.add(new Reference(column.name(), scale, values));
    }
    return new Neighbours(counts, columns);
  }

  /** What to fill in, or null if no row that has the value shares another column with this one. */
  @Nullable Object fill(String column, Function<String, @Nullable Object> row) {
    Reference wanted = find(column);
    List<@Nullable Object> own = new ArrayList<>();
    columns.forEach(c -> own.add(c.name().equals(column) ? null : row.apply(c.name())));
    record Donor(double distance, Object value) {}
    List<Donor> donors = new ArrayList<>();
    for (int i = 0; i < wanted.values().size(); i++) {
      Object value = wanted.values().get(i);
      double distance = value == null ? Double.NaN : distance(own, i);
      if (value != null && !Double.isNaN(distance)) {
        donors.add(new Donor(distance, value));
      }
    }
    List<Object> nearest =
        donors.stream()
            .sorted(Comparator.comparingDouble(Donor::distance)) // stable: the earlier of equals
            .limit(Objects.requireNonNull(counts.get(column)))
            .map(Donor::value)
            .toList();
    if (nearest.isEmpty()) {
      return null;
    }
    return nearest.get(0) instanceof Double
        ? (Object) nearest.stream().mapToDouble(value -> (Double) value).average().orElseThrow()
        : mostFrequent(nearest);
  }

  private Reference find(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst().orElseThrow();
  }

  /** Squared; NaN if the rows share no column. */
  private double distance(List<@Nullable Object> own, int row) {
    double sum = 0;
    int shared = 0;
    for (int c = 0; c < own.size(); c++) {
      Object mine = own.get(c);
      Object theirs = columns.get(c).values().get(row);
      if (mine == null || theirs == null) {
        continue;
      }
      shared++;
      if (mine instanceof Double a && theirs instanceof Double b) {
        double scale = columns.get(c).scale();
        double apart = scale == 0 ? 0 : (a - b) / scale;
        sum += apart * apart;
      } else {
        sum += mine.equals(theirs) ? 0 : 1;
      }
    }
    return shared == 0 ? Double.NaN : sum * own.size() / shared;
  }

  private static Object mostFrequent(List<Object> values) {
    Map<Object, Integer> votes = new LinkedHashMap<>();
    values.forEach(value -> votes.merge(value, 1, Integer::sum));
    Object best = values.get(0); // the nearest one's, where several are as frequent
    for (Map.Entry<Object, Integer> entry : votes.entrySet()) {
      best = entry.getValue() > votes.getOrDefault(best, 0) ? entry.getKey() : best;
    }
    return best;
  }
}
