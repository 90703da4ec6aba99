package io.lepton.benchmarks;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.examples.CreditScoring;
import io.lepton.model.Interval;
import io.lepton.train.TabularClassifier;
import io.lepton.tune.CrossValidated;
import io.lepton.tune.CrossValidation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The ROC AUC of the quickstart's tuned network on the German Credit data, 10×10-fold
 * cross-validated. Cleaning, encoding and early stopping see the training folds only; the
 * hyperparameters are those that the quickstart's search finds on its own training set, 55 % of the
 * rows, which favours them a little. The peer is scikit-learn's logistic regression in the same
 * design; its published figure is .7875 ± .004.
 */
final class CreditBenchmark implements Bench.Benchmark {
  private static final double TARGET = 0.775;
  private static final int FOLDS = 10;
  private static final int REPEATS = 10;

  @Override
  public String what() {
    return "German Credit, ROC AUC of the tuned network, 10x10-fold cross-validated; peer:"
        + " scikit-learn's logistic regression";
  }

  @Override
  public void run(List<String> none) throws IOException {
    Path file = Files.createTempFile("german_credit", ".csv");
    try {
      write(file);
      measure(CreditScoring.data(), file);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file) throws IOException {
    try (InputStream in =
        CreditBenchmark.class.getResourceAsStream("/io/lepton/examples/german_credit.csv")) {
      Files.write(
          file, Objects.requireNonNull(in, "lepton-examples on the class path").readAllBytes());
    }
  }

  private static void measure(Dataset data, Path file) throws IOException {
    Split split = CreditScoring.split(data, CreditScoring.SEED);
    TabularClassifier tuned =
        CreditScoring.tuned(split.train(), CreditScoring.SEED, Result::note)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS);
    long start = System.nanoTime();
    CrossValidated result =
        CrossValidation.of(data).folds(FOLDS).repeats(REPEATS).seed(1).measure(tuned, "roc_auc");
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<String[]> peer = Peer.python("credit_peer.py", file);
    String unit = "ROC AUC, higher is better";
    if (peer.isPresent()) {
      Result.line("credit.roc_auc", result.mean(), Double.parseDouble(peer.get()[0]), unit);
      Result.line(
          "credit.seconds", seconds, Double.parseDouble(peer.get()[2]), "s, lower is better");
    } else {
      Result.skipped("credit.roc_auc", result.mean(), "python3-sklearn", unit);
    }
    List<Double> means = result.repeatMeans();
    Interval interval = result.interval(0.95);
    Result.note(
        String.format(
            Locale.ROOT,
            "%d folds: standard deviation %.4f, from %.4f to %.4f; means of repeats from %.4f to"
                + " %.4f; 95 %% interval %.4f to %.4f (%s)",
            result.values().size(),
            result.standardDeviation(),
            Collections.min(result.values()),
            Collections.max(result.values()),
            Collections.min(means),
            Collections.max(means),
            interval.low(),
            interval.high(),
            interval.method()));
    Result.note(
        String.format(
            Locale.ROOT,
            "%d trainings in %.1f s, scoring included",
            result.values().size(),
            seconds));
    if (result.mean() < TARGET) {
      throw new IllegalStateException("ROC AUC " + result.mean() + " misses the target " + TARGET);
    }
  }
}
