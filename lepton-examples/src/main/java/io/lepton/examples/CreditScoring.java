package io.lepton.examples;

import io.lepton.data.Cleaning;
import io.lepton.data.Dataset;
import io.lepton.data.Outliers;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.train.TabularClassifier;
import io.lepton.train.Trained;
import io.lepton.tune.CrossValidation;
import io.lepton.tune.Objective;
import io.lepton.tune.RandomSearch;
import io.lepton.tune.SearchResult;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What is particular to this model: its data, how they are cleaned, and what is tried in search of
 * a better one.
 */
final class CreditScoring {
  private static final int TRIALS = 12;
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

  /**
   * What tutorials start with: a plain network, batches of 32, 50 epochs, nothing against
   * overfitting.
   */
  static TabularClassifier baseline(Dataset train, long seed) {
    return TabularClassifier.define(train.schema(), LABEL)
        .positive(GOOD)
        .cleaning(cleaning())
        .hyperparameter("linear_path", false)
        .hidden(64, 32)
        .learningRate(0.01)
        .dropout(0)
        .batchSize(32)
        .epochs(50)
        .seed(seed);
  }

  static SearchSpace searchSpace() {
    return SearchSpace.builder()
        .choice("hidden", List.of(8), List.of(16), List.of(32))
        .decimal("dropout_rate", 0.1, 0.6)
        .logDecimal("learning_rate", 0.002, 0.03)
        .logDecimal("weight_decay", 0.01, 1)
        .build();
  }

  /**
   * A small random search. Every trial is measured by 5-fold cross-validation of the training set;
   * the best one is trained again on all of it. Neither step sees the test set.
   */
  static Trained search(Split split, long seed, Narrator tell) {
    TabularClassifier start =
        TabularClassifier.define(split.train().schema(), LABEL)
            .positive(GOOD)
            .cleaning(cleaning())
            .seed(seed);
    // A rare category may be missing from a fold; of the final model it is an error again.
    Objective areaUnderRoc =
        CrossValidation.of(split.train())
            .seed(seed)
            .objective(start.unknownCategories(UnknownCategory.ENCODE_AS_ZEROS), "roc_auc");
    SearchResult result =
        RandomSearch.over(searchSpace())
            .trials(TRIALS)
            .seed(seed)
            .listener(
                (trial, soFar) ->
                    tell.say(
                        "trial %2d: %.4f, best %.4f",
                        trial.number(), trial.value(), soFar.best().value()))
            .run(areaUnderRoc);
    Trial best = result.best();
    tell.say("best: trial %d with %s", best.number(), best.parameters());
    tell.say(
        "(its %.4f is the largest of %d, so it flatters; the test set will tell)",
        best.value(), TRIALS);
    return start.hyperparameters(best.parameters()).train(split.train(), split.validation());
  }
}
