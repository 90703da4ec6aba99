package io.lepton.train;

import io.lepton.data.CleaningReport;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained classifier. Immutable and thread-safe; it holds nothing that needs closing.
 *
 * @param <D> the data it is evaluated on
 */
public final class TrainedClassifier<D> implements TrainedModel<D> {
  /** How labelled data gives its rows. */
  interface Cases<D> {
    int rows(D data);

    Row row(D data, int index);

    String label(D data, int index);

    DataReference reference(D data);
  }

  private final ModelSnapshot snapshot;
  private final History history;
  private final List<String> classes;
  private final @Nullable String positive;
  private final Cases<D> cases;
  private final CleaningReport report;

  TrainedClassifier(
      ModelSnapshot snapshot,
      History history,
      List<String> classes,
      @Nullable String positive,
      Cases<D> cases,
      CleaningReport report) {
    this.snapshot = snapshot;
    this.history = history;
    this.classes = classes;
    // As in scikit-learn, the second of two.
    this.positive = positive == null && classes.size() == 2 ? classes.get(1) : positive;
    this.cases = cases;
    this.report = report;
  }

  @Override
  public ModelSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public History history() {
    return history;
  }

  /**
   * The classes in the order of probabilities.
   *
   * @return at least two, sorted
   */
  public List<String> classes() {
    return classes;
  }

  /**
   * The class that rates and curves are about.
   *
   * @return one of two classes, or empty with more
   */
  public Optional<String> positive() {
    return Optional.ofNullable(positive);
  }

  /**
   * What cleaning changed in the training data.
   *
   * @return the report; nothing was changed in pictures and texts
   */
  public CleaningReport cleaningReport() {
    return report;
  }

  @Override
  public Predictor predictor() {
    return ModelEngine.forFormat(snapshot.format()).load(snapshot);
  }

  /**
   * Predicts data whose labels are known.
   *
   * @param data at least one row
   * @return true classes and probabilities, with measures and curves
   * @throws InvalidInputException if there are no rows, a label is none of the model's classes, or
   *     a row does not suit the model
   */
  public ClassificationResult score(D data) {
    try (Predictor predictor = predictor()) {
      return Scoring.classify(predictor, cases, data, positive);
    }
  }

  /** Labels as places among the classes. */
  static int[] codes(
      String name, int rows, List<String> classes, java.util.function.IntFunction<String> label) {
    int[] codes = new int[rows];
    for (int row = 0; row < rows; row++) {
      codes[row] = classes.indexOf(label.apply(row));
      if (codes[row] < 0) {
        throw new InvalidInputException(
            name
                + " row "
                + row
                + " has the label \""
                + label.apply(row)
                + "\"; the model knows only "
                + classes);
      }
    }
    return codes;
  }

  @Override
  public Evaluation evaluate(D data) {
    return score(data).evaluation();
  }
}
