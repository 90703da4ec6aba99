package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Missing;
import io.lepton.data.Schema;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small problem with every type of column, and a small model of it. */
public final class Toy {
  public static final Schema SCHEMA =
      Schema.builder().numeric("x", "z").categorical("shade").bool("flag").label("y").build();

  private static ModelSnapshot snapshot;

  private Toy() {}

  /** Rows whose class is mostly decided by x and shade, without missing values. */
  public static Dataset data(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble(-1, 1);
      String shade = random.nextBoolean() ? "dark" : "light";
      double score = x + (shade.equals("dark") ? 0.4 : -0.4) + random.nextDouble(-0.3, 0.3);
      list.add(
          Row.of(
              "x",
              x,
              "z",
              random.nextDouble(5, 6),
              "shade",
              shade,
              "flag",
              random.nextBoolean(),
              "y",
              score > 0 ? "up" : "down"));
    }
    return Dataset.of("toy", SCHEMA, list);
  }

  /** The same rows, where every fifth lacks a value, another from row to row. */
  public static Dataset withGaps(Dataset data) {
    String[] features = {"x", "z", "shade", "flag"};
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      Map<String, Object> values = new LinkedHashMap<>(data.row(i).asMap());
      if (i % 5 == 0) {
        values.remove(features[i / 5 % features.length]);
      }
      values.put("y", data.label(i));
      list.add(Row.of(values));
    }
    return Dataset.of(data.name(), data.schema(), list);
  }

  public static TabularClassifier classifier() {
    return TabularClassifier.define(SCHEMA, "y").hidden(8).epochs(30).seed(3);
  }

  /** Optional and required inputs, one of each way to treat missing values. */
  public static Cleaning cleaning() {
    return Cleaning.builder()
        .missing("x", Missing.mean())
        .missing(ColumnType.CATEGORICAL, Missing.keep())
        .missing(ColumnType.BOOLEAN, Missing.mode())
        .missing("z", Missing.dropRow())
        .build();
  }

  public static synchronized ModelSnapshot snapshot() {
    if (snapshot == null) {
      snapshot =
          classifier()
              .cleaning(cleaning())
              .train(withGaps(data(200, 1)), withGaps(data(60, 2)))
              .snapshot();
    }
    return snapshot;
  }
}
