package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns raw rows into a network's inputs. Thread-safe. */
public interface InputEncoder {
  /**
   * Encodes all rows one after the other.
   *
   * @throws InvalidInputException naming the row and the value that does not suit
   */
  float[] encode(List<Row> rows);

  /** How often each column had a category that did not come in training; none left out. */
  default Map<String, Long> unknownCategories() {
    return Map.of();
  }

  /** Refuses a row with a value that is none of the model's. */
  static void requireNames(Row row, String where, Set<String> known) {
    if (!known.containsAll(row.asMap().keySet())) {
      Set<String> extra = new TreeSet<>(row.asMap().keySet());
      extra.removeAll(known);
      throw new InvalidInputException(
          where + " has values the model does not know: " + extra + "; the model takes " + known);
    }
  }

  /** A value that must be there and be a text. */
  static String text(Row row, String name, String where) {
    Object value = row.get(name).orElse(null);
    if (value instanceof String text) {
      return text;
    }
    throw new InvalidInputException(
        value == null
            ? where + " lacks a value for \"" + name + "\", which the model requires"
            : where + ", \"" + name + "\": expected a text, found " + value);
  }
}
