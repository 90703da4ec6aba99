package io.lepton.examples;

import io.lepton.data.Cleaning;
import io.lepton.data.Dataset;
import io.lepton.data.Outliers;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.train.TabularClassifier;
import io.lepton.tune.CrossValidation;
import io.lepton.tune.Objective;
import io.lepton.tune.RandomSampler;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.Trial;
import io.lepton.tune.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What is particular to this model: its data, how they are cleaned, and what is tried in search of
 * a better one.
 */
public final class CreditScoring {
  /** Of everything random in the quickstart. */
  public static final long SEED = 42;

  private static final int TRIALS = 12;
  static final String MODEL = "credit-scoring";
  static final String LABEL = "Class";
  static final String GOOD = "Good";
  static final String BAD = "Bad";

  private CreditScoring() {}

  /**
   * The German Credit data, which travel in this jar.
   *
   * @return 1,000 applicants
   * @throws IOException if no temporary file can be written
   */
  public static Dataset data() throws IOException {
    Path file = Files.createTempFile("german_credit", ".csv");
    try (InputStream in = CreditScoring.class.getResourceAsStream("german_credit.csv")) {
      Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
      return Dataset.csv(file).label(LABEL).named("german credit").read();
    } finally {
      Files.delete(file);
    }
  }

  /**
   * The quickstart's split.
   *
   * @param data all applicants
   * @param seed of the split
   * @return 55 % to train on, 15 % to validate, 30 % to test
   */
  public static Split split(Dataset data, long seed) {
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
        .logDecimal("l2", 1e-4, 1e-2)
        .build();
  }

  /**
   * A small random search. Every trial is measured by 5-fold cross-validation of the training set;
   * neither validation nor test set is seen.
   *
   * @param train the training set
   * @param seed of folds, trials and trainings
   * @param tell hears of each trial
   * @return the best definition, to be trained
   */
  public static TabularClassifier tuned(Dataset train, long seed, Consumer<String> tell) {
    TabularClassifier start =
        TabularClassifier.define(train.schema(), LABEL)
            .positive(GOOD)
            .cleaning(cleaning())
            .epochs(400)
            .seed(seed);
    // A rare category may be missing from a fold; of the final model it is an error again.
    Objective areaUnderRoc =
        CrossValidation.of(train)
            .seed(seed)
            .objective(start.unknownCategories(UnknownCategory.ENCODE_AS_ZEROS), "roc_auc");
    Trial best =
        Study.maximize(searchSpace())
            .sampler(RandomSampler.create())
            .seed(seed)
            .listener((trial, study) -> tell.accept(line(trial, study)))
            .optimize(areaUnderRoc, TRIALS)
            .best();
    tell.accept("best: trial " + best.number() + " with " + best.parameters());
    tell.accept("(the largest of " + TRIALS + " flatters; the test set will tell)");
    return start.hyperparameters(best.parameters());
  }

  private static String line(Trial trial, Study soFar) {
    return soFar
        .findBest()
        .filter(best -> trial.state() == TrialState.COMPLETE)
        .map(
            best ->
                String.format(
                    Locale.ROOT,
                    "trial %2d: ROC AUC %.4f, best %.4f",
                    trial.number(),
                    trial.value(),
                    best.value()))
        .orElseGet(() -> "trial " + trial.number() + ": " + trial.findFailure().orElse("failed"));
  }
}
