package io.lepton.train.internal;

import io.lepton.data.EncodedColumn;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns raw rows into a network's inputs: checks, cleans, encodes. Thread-safe. */
public final class RowEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(RowEncoder.class);

  private final TabularConfig config;
  private final int width;
  private final Map<String, LongAdder> unknown = new LinkedHashMap<>();

  public RowEncoder(TabularConfig config) {
    this.config = config;
    this.width = config.encoding().width();
    config.encoding().columns().forEach(column -> unknown.put(column.name(), new LongAdder()));
  }

  public int width() {
    return width;
  }

  /** How often each column had a category that did not come in training; none left out. */
  public Map<String, Long> unknownCategories() {
    Map<String, Long> counts = new LinkedHashMap<>();
    unknown.forEach(
        (column, count) -> {
          if (count.sum() > 0) {
            counts.put(column, count.sum());
          }
        });
    return counts;
  }

  /** Encodes all rows one after the other. */
  public float[] encode(List<Row> rows) {
    float[] inputs = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      encode(rows.get(i), "row " + i, inputs, i * width);
    }
    return inputs;
  }

  private void encode(Row row, String where, float[] into, int start) {
    requireKnownNames(row, where);
    List<EncodedColumn> columns = config.encoding().columns();
    List<@Nullable Object> values = config.cleaning().cleanForPrediction(row, where);
    int at = start;
    for (int i = 0; i < columns.size(); i++) {
      EncodedColumn column = columns.get(i);
      Object value = values.get(i);
      if (!column.knows(value)) {
        noteUnknown(column, value, where);
      }
      column.encode(value, into, at);
      at += column.width();
    }
  }

  private void noteUnknown(EncodedColumn column, @Nullable Object value, String where) {
    if (config.unknownCategory() == UnknownCategory.REFUSE) {
      throw new InvalidInputException(
          where
              + ", column \""
              + column.name()
              + "\": category \""
              + value
              + "\" did not come in training; known are "
              + column.categories()
              + ". To predict all the same, train with UnknownCategory.ENCODE_AS_ZEROS");
    }
    LongAdder count = unknown.get(column.name());
    if (count != null) {
      count.increment();
      if (count.sum() == 1) {
        LOG.warn(
            "column \"{}\": category \"{}\" did not come in training and is encoded as zeros;"
                + " known are {}. Further ones are only counted",
            column.name(),
            value,
            column.categories());
      }
    }
  }

  private void requireKnownNames(Row row, String where) {
    if (unknown.keySet().containsAll(row.asMap().keySet())) {
      return;
    }
    Set<String> extra = new TreeSet<>(row.asMap().keySet());
    extra.removeAll(unknown.keySet());
    Set<String> absent = new TreeSet<>(unknown.keySet());
    absent.removeAll(row.asMap().keySet());
    throw new InvalidInputException(
        where
            + " has values the model does not know: "
            + extra
            + (absent.isEmpty() ? "" : "; it lacks " + absent + ", was a column renamed?")
            + "; the model takes "
            + unknown.keySet());
  }
}
