package io.lepton.compress;

import io.lepton.bytes.ByteSource;
import io.lepton.compress.internal.ReportText;
import io.lepton.compress.internal.ResidentMemory;
import io.lepton.compress.internal.Stopwatch;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.test.McNemar;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A compressed classifier beside its original, on the same rows and in the same run.
 *
 * @param original the model before
 * @param compressed the model after
 * @param rows that both predicted
 * @param onlyOriginal rows that the original alone got right
 * @param onlyCompressed rows that the compressed model alone got right
 * @param difference interval of the compressed model's accuracy minus the original's, paired
 *     (Bonett and Price 2012), 95 %
 * @param pValue of McNemar's exact test that both are right equally often
 */
public record CompressionReport(
    Side original,
    Side compressed,
    int rows,
    long onlyOriginal,
    long onlyCompressed,
    Interval difference,
    double pValue) {

  private static final int WARM_UPS = 100;
  private static final int RUNS = 500;

  /**
   * One model.
   *
   * @param format of its snapshot
   * @param bytes of its tensors, files and configuration, without the profile of the data
   * @param p50Micros median time to predict one row, in microseconds, of 500 runs after 100 to warm
   *     up, in turns with the other model
   * @param p99Micros time that 99 % of the runs did not exceed
   * @param memory by which the process grew in loading the model and predicting once, in bytes, as
   *     Linux says; other threads count too, and memory freed before may be used again, so take it
   *     as a hint; empty elsewhere
   * @param accuracy share of rows it got right
   * @param interval of the accuracy (Wilson), 95 %
   */
  public record Side(
      String format,
      long bytes,
      double p50Micros,
      double p99Micros,
      OptionalLong memory,
      double accuracy,
      Interval interval) {}

  /** Whether an accuracy was kept. */
  public enum Kept {
    /** The whole interval of the difference is above what may be lost. */
    YES,
    /** The whole interval is below. */
    NO,
    /** The interval holds both; more rows are needed. */
    INCONCLUSIVE
  }

  /**
   * Measures both models.
   *
   * @param original a classifier whose engine is on the class path
   * @param compressed one with the same classes and inputs
   * @param rows at least one
   * @param labels true classes of the rows
   * @return the report
   * @throws InvalidInputException if there are no rows, or not as many labels
   */
  public static CompressionReport of(
      ModelSnapshot original, ModelSnapshot compressed, List<Row> rows, List<String> labels) {
    if (rows.isEmpty() || rows.size() != labels.size()) {
      throw new InvalidInputException(
          rows.size() + " rows and " + labels.size() + " labels; expected at least one each");
    }
    OptionalLong before = ResidentMemory.bytes();
    try (Predictor first = load(original)) {
      first.predict(rows.subList(0, 1));
      OptionalLong between = ResidentMemory.bytes();
      try (Predictor second = load(compressed)) {
        second.predict(rows.subList(0, 1));
        OptionalLong after = ResidentMemory.bytes();
        List<long[]> times =
            Stopwatch.time(WARM_UPS, RUNS, List.of(caller(first, rows), caller(second, rows)));
        boolean[] firstRight = right(first, rows, labels);
        boolean[] secondRight = right(second, rows, labels);
        McNemar.Result test = McNemar.withDefaults().test(firstRight, secondRight);
        long lost = test.onlyFirst();
        long gained = test.onlySecond();
        return new CompressionReport(
            side(original, times.get(0), growth(before, between), firstRight),
            side(compressed, times.get(1), growth(between, after), secondRight),
            rows.size(),
            lost,
            gained,
            BonettPrice.withDefaults().interval(gained, lost, rows.size()),
            test.pValue());
      }
    }
  }

  private static Predictor load(ModelSnapshot snapshot) {
    return ModelEngine.forFormat(snapshot.format()).load(snapshot);
  }

  private static Runnable caller(Predictor predictor, List<Row> rows) {
    int[] next = {0};
    return () -> predictor.predict(List.of(rows.get(next[0]++ % rows.size())));
  }

  private static boolean[] right(Predictor predictor, List<Row> rows, List<String> labels) {
    List<Prediction> predictions = new ArrayList<>(predictor.predict(rows));
    boolean[] right = new boolean[predictions.size()];
    for (int i = 0; i < right.length; i++) {
      if (!(predictions.get(i) instanceof Prediction.Classification c)) {
        throw new InvalidInputException(
            "the model gives " + predictions.get(i) + "; compared are classifiers");
      }
      right[i] = c.label().equals(labels.get(i));
    }
    return right;
  }

  private static OptionalLong growth(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  private static Side side(
      ModelSnapshot snapshot, long[] times, OptionalLong memory, boolean[] right) {
    long hits = 0;
    for (boolean hit : right) {
      hits += hit ? 1 : 0;
    }
    return new Side(
        snapshot.format(),
        size(snapshot),
        Stopwatch.micros(times, 0.5),
        Stopwatch.micros(times, 0.99),
        memory,
        (double) hits / right.length,
        Wilson.withDefaults().interval(hits, right.length));
  }

  /**
   * The bytes of a model.
   *
   * @param snapshot any
   * @return of its tensors, files and configuration, without the profile of the data
   */
  public static long size(ModelSnapshot snapshot) {
    long size = snapshot.weights().byteSize() + snapshot.config().length();
    for (var file : snapshot.files().entrySet()) {
      ByteSource content = file.getValue();
      size += file.getKey().equals(DataProfile.FILE) ? 0 : content.size();
    }
    return size;
  }

  /**
   * Whether the compressed model kept its accuracy but for a margin.
   *
   * @param margin that may be lost, such as 0.005 for half a point
   * @return a verdict; more rows are needed for one that is inconclusive
   */
  public Kept kept(double margin) {
    if (!(margin >= 0)) {
      throw new InvalidInputException("margin " + margin + "; expected at least 0");
    }
    if (difference.low() >= -margin) {
      return Kept.YES;
    }
    return difference.high() < -margin ? Kept.NO : Kept.INCONCLUSIVE;
  }

  /**
   * What is kept with a version of the compressed model.
   *
   * @param data that the rows are of
   * @return accuracy of the compressed model with its interval, {@code accuracy_change} with the
   *     interval of the paired difference, {@code model_bytes}, {@code latency_p50_micros} and
   *     {@code latency_p99_micros}
   * @throws InvalidInputException if the data has another number of rows
   */
  public Evaluation evaluation(DataReference data) {
    if (data.rows() != rows) {
      throw new InvalidInputException(
          "data \"" + data.name() + "\" has " + data.rows() + " rows; the report is of " + rows);
    }
    return new Evaluation(
        data,
        List.of(
            measure("accuracy", compressed.accuracy(), compressed.interval()),
            measure("accuracy_change", compressed.accuracy() - original.accuracy(), difference),
            cost("model_bytes", (double) compressed.bytes()),
            cost("latency_p50_micros", compressed.p50Micros()),
            cost("latency_p99_micros", compressed.p99Micros())));
  }

  private Measure measure(String name, double value, Interval interval) {
    return new Measure(name, value, interval, rows, Measure.Direction.HIGHER_IS_BETTER);
  }

  private Measure cost(String name, double value) {
    return new Measure(name, value, null, rows, Measure.Direction.LOWER_IS_BETTER);
  }

  /**
   * How many times smaller the compressed model is.
   *
   * @return bytes of the original by bytes of the compressed model
   */
  public double smaller() {
    return (double) original.bytes() / compressed.bytes();
  }

  /**
   * How many times faster the compressed model is, by the median.
   *
   * @return time of the original by time of the compressed model
   */
  public double faster() {
    return original.p50Micros() / compressed.p50Micros();
  }

  /**
   * The report as text.
   *
   * @return some lines
   */
  public String text() {
    return ReportText.text(this);
  }

  /**
   * The report as a page.
   *
   * @return a whole HTML document
   */
  public String html() {
    return ReportText.html(this);
  }
}
