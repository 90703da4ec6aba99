package io.lepton.exchange;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A run of MLflow, as its folder tells it.
 *
 * @param id of the run
 * @param name for people; empty if it has none
 * @param experiment its name
 * @param parameters as text
 * @param metrics the last value of each; that of the highest step, then of the latest time
 * @param tags as text
 * @param models paths of the model folders among its artifacts
 */
public record MlflowRun(
    String id,
    String name,
    String experiment,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    Map<String, String> tags,
    List<String> models) {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final Pattern LOWER =
      Pattern.compile("(?i)(.*[._ /-])?(loss|error|mae|mse|rmse|mape|log_loss|perplexity|.*_loss)");

  /** {@inheritDoc} */
  public MlflowRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    models = List.copyOf(models);
  }

  /**
   * The parameters; MLflow keeps text, and what is written as a number or as Python's True and
   * False becomes one.
   *
   * @return the settings
   */
  public Hyperparameters hyperparameters() {
    Map<String, Object> values = new TreeMap<>();
    parameters.forEach((key, text) -> values.put(key, value(text)));
    return Hyperparameters.of(values);
  }

  private static Object value(String text) {
    if (WHOLE.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
      return Double.parseDouble(text);
    }
    if (text.equals("True") || text.equals("False")) {
      return text.equals("True");
    }
    return text;
  }

  /**
   * The metrics as an evaluation, without intervals, since MLflow has none. It does not say how
   * many cases are behind a value (n is 0 here), which way is better (lower for what is called a
   * loss or error, higher otherwise), or on which data it was measured: the reference names the
   * run, and its fingerprint is the same for the same run only. Values that are NaN are left out.
   *
   * @return the evaluation; empty if there is no metric
   */
  public Optional<Evaluation> evaluation() {
    List<Measure> measures = new ArrayList<>();
    metrics.forEach(
        (metric, value) -> {
          if (!value.isNaN()) {
            Direction direction =
                LOWER.matcher(metric).matches()
                    ? Direction.LOWER_IS_BETTER
                    : Direction.HIGHER_IS_BETTER;
            measures.add(new Measure(metric, value, null, 0, direction));
          }
        });
    DataReference data =
        new DataReference("unknown, of MLflow run " + id, Digest.of("mlflow run " + id), 0);
    return measures.isEmpty() ? Optional.empty() : Optional.of(new Evaluation(data, measures));
  }

  /** What is known of the run, for a snapshot's lineage. */
  Lineage.Builder lineage() {
    Lineage.Builder lineage = Lineage.builder();
    lineage.environment("mlflow.run", id).environment("mlflow.experiment", experiment);
    tags.forEach(
        (key, value) -> {
          if (key.equals("mlflow.source.git.commit")) {
            lineage.codeRevision(value);
          } else if (!key.equals("mlflow.log-model.history")) { // repeats what MLmodel says
            lineage.environment("mlflow.tag." + key, value);
          }
        });
    return lineage;
  }
}
