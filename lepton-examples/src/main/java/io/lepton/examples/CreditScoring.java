package io.lepton.examples;

import io.lepton.data.Cleaning;
import io.lepton.data.Dataset;
import io.lepton.data.Outliers;
import io.lepton.data.Split;
import io.lepton.train.TabularClassifier;
import io.lepton.tune.SearchSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What is particular to this model: its data, how they are cleaned, and what is tried in search of a better one. */
final class CreditScoring {
  static final String MODEL = "credit-scoring";
  static final String LABEL = "Class";
  static final String GOOD = "Good";
  static final String BAD = "Bad";

  private CreditScoring() {}

  /** The German Credit data, which travel in this jar. */
  static Dataset data(Path folder) throws IOException {
    Path file = folder.resolve("german_credit.csv");
    try (InputStream in = CreditScoring.class.getResourceAsStream("german_credit.csv")) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return Dataset.csv(file).label(LABEL).named("german credit").read();
  }

  static Split split(Dataset data, long seed) {
    return Split.stratified(data, 0.55, 0.15, 0.30, seed);
  }

  /** Amounts and durations have long tails: the outermost per cent on each side is drawn in. */
  static Cleaning cleaning() {
    return Cleaning.builder()
        .outliers("Amount", Outliers.winsorise(0.01, 0.99))
        .outliers("Duration", Outliers.winsorise(0.01, 0.99))
        .build();
  }

  /** What a team might try first: a network too large for its data, and no care against overfitting. */
  static TabularClassifier baseline(Dataset train, long seed) {
    return TabularClassifier.define(train.schema(), LABEL)
        .positive(GOOD)
        .cleaning(cleaning())
        .hidden(64, 32)
        .learningRate(0.01)
        .dropout(0)
        .epochs(60)
        .earlyStopping(0)
        .seed(seed);
  }
}
