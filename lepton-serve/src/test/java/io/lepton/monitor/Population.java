package io.lepton.monitor;

import io.lepton.bytes.Digest;
import io.lepton.model.CategoricalProfile;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.NumericProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Made-up applicants: skewed, discrete and rare values, and a score that depends on them. */
final class Population {
  private static final List<String> NUMBERS = List.of("age", "amount", "duration", "rate");
  private static final List<String> CATEGORIES = List.of("housing", "purpose", "foreign");

  private final RandomGenerator random;

  Population(long seed) {
    random = new SplittableRandom(seed);
  }

  Row row() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("age", 35 + 11 * random.nextGaussian());
    values.put("amount", Math.exp(7.8 + 0.8 * random.nextGaussian()));
    values.put("rate", (double) random.nextInt(1, 5));
    values.put("housing", pick("own", 0.7, "rent", 0.18, "free", 0.12));
    values.put("purpose", pick("car", 0.5, "tv", 0.45, "retraining", 0.009, "other", 0.041));
    values.put("foreign", random.nextDouble() < 0.96);
    if (random.nextDouble() < 0.9) {
      values.put("duration", 6.0 * random.nextInt(1, 13));
    }
    return Row.of(values);
  }

  private String pick(Object... namesAndShares) {
    double at = random.nextDouble();
    for (int i = 0; i < namesAndShares.length - 2; i += 2) {
      at -= (double) namesAndShares[i + 1];
      if (at < 0) {
        return (String) namesAndShares[i];
      }
    }
    return (String) namesAndShares[namesAndShares.length - 2];
  }

  List<Row> rows(int count, UnaryOperator<Row> change) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(change.apply(row()));
    }
    return rows;
  }

  List<Row> rows(int count) {
    return rows(count, row -> row);
  }

  static List<Prediction> predictions(List<Row> rows) {
    return rows.stream().map(Population::prediction).toList();
  }

  private static Prediction prediction(Row row) {
    double good = 1 / (1 + Math.exp(-number(row, "age") / 20 + number(row, "amount") / 3000));
    return new Prediction.Classification(
        good > 0.5 ? "good" : "bad", Map.of("good", good, "bad", 1 - good));
  }

  static double number(Row row, String column) {
    return row.get(column).map(value -> (double) value).orElse(Double.NaN);
  }

  static DataProfile profile(List<Row> rows) {
    List<Prediction> predictions = predictions(rows);
    return new DataProfile(
        new DataReference("train", Digest.of("train"), rows.size()),
        NUMBERS.stream()
            .map(
                name ->
                    NumericProfile.of(
                        name, rows.stream().mapToDouble(row -> number(row, name)).toArray()))
            .toList(),
        CATEGORIES.stream().map(name -> categories(name, rows)).toList(),
        List.of("good", "bad").stream()
            .map(
                name ->
                    NumericProfile.of(
                        name,
                        predictions.stream().mapToDouble(p -> p.numbers().get(name)).toArray()))
            .toList());
  }

  private static CategoricalProfile categories(String name, List<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(
        row -> row.get(name).ifPresent(value -> counts.merge(value.toString(), 1L, Long::sum)));
    long missing = rows.stream().filter(row -> row.get(name).isEmpty()).count();
    return new CategoricalProfile(name, missing, counts);
  }

  /** One window of exactly these rows against a profile. */
  static DriftReport compare(
      DataProfile profile, List<Row> rows, UnaryOperator<MonitorBuilder> with) {
    List<DriftReport> reports = new ArrayList<>();
    MonitorBuilder builder =
        with.apply(Monitor.of(profile).window(rows.size()).minimumRows(Math.min(50, rows.size())))
            .onReport(reports::add)
            .executor(Runnable::run);
    try (Monitor monitor = builder.start()) {
      monitor.observe(rows, predictions(rows));
    }
    return reports.get(0);
  }
}
