package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import io.lepton.model.Interval;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.McNemar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Two models on the same test set. Cases both get right, or both wrong, say nothing of which is
 * better; paired tests use only where they differ and so see smaller differences than a look at two
 * separate intervals.
 *
 * <ul>
 *   <li><b>accuracy</b>: McNemar's test, exact where the models disagree on fewer than 25 cases,
 *       else chi-square without correction (Fagerland, Lydersen and Laake 2013 find the corrected
 *       one too timid); interval of Bonett and Price (2012).
 *   <li><b>roc_auc</b>, with two classes: DeLong's paired test and interval (1988).
 * </ul>
 *
 * <p>Each metric is tested at α by itself: choose the one that counts before looking. The test set
 * must not have been used to build or choose either model.
 *
 * @param data both were evaluated on
 * @param cases in it
 * @param alpha of each test, two-sided
 * @param metrics what could be compared
 * @param omitted what could not, each with the reason
 */
public record ModelComparison(
    DataReference data,
    int cases,
    double alpha,
    List<MetricComparison> metrics,
    List<String> omitted) {
  private static final int LEAST_FOR_CHI_SQUARE = 25;

  /** {@inheritDoc} */
  public ModelComparison {
    metrics = List.copyOf(metrics);
    omitted = List.copyOf(omitted);
  }

  /**
   * One metric of both models; of each, higher is better.
   *
   * @param metric its name, as in an evaluation
   * @param test what the p-value is of
   * @param current value of the current model
   * @param candidate value of the candidate
   * @param difference candidate minus current
   * @param interval of the difference, at 1 − α
   * @param pValue two-sided, of no difference
   * @param finding whether the candidate is better
   */
  public record MetricComparison(
      String metric,
      String test,
      double current,
      double candidate,
      double difference,
      Interval interval,
      double pValue,
      Finding finding) {}

  /**
   * Compares at α = 0.05.
   *
   * @param current predictions of the model in use
   * @param candidate predictions of the model that may replace it
   * @return the comparison
   * @throws InvalidInputException if they are not of the same cases
   */
  public static ModelComparison of(ClassificationResult current, ClassificationResult candidate) {
    return of(current, candidate, 0.05);
  }

  /**
   * Compares at a given α.
   *
   * @param current predictions of the model in use
   * @param candidate predictions of the model that may replace it
   * @param alpha of each test, two-sided, between 0 and 1 exclusive
   * @return the comparison
   * @throws InvalidInputException if they are not of the same cases: the data's fingerprints, the
   *     classes or the true labels differ; or if α is out of range
   */
  public static ModelComparison of(
      ClassificationResult current, ClassificationResult candidate, double alpha) {
    requireSameCases(current, candidate);
    if (!(alpha > 0 && alpha < 1)) {
      throw new InvalidInputException("alpha " + alpha + "; expected between 0 and 1 exclusive");
    }
    List<MetricComparison> metrics = new ArrayList<>();
    List<String> omitted = new ArrayList<>();
    metrics.add(accuracy(current, candidate, alpha));
    if (current.classes().size() == 2) {
      try {
        metrics.add(rocAuc(current, candidate, alpha));
      } catch (InvalidInputException e) {
        omitted.add("roc_auc: " + e.getMessage());
      }
    } else {
      omitted.add(
          "roc_auc: DeLong's test is for two classes, there are " + current.classes().size());
    }
    return new ModelComparison(current.data(), current.size(), alpha, metrics, omitted);
  }

  private static void requireSameCases(
      ClassificationResult current, ClassificationResult candidate) {
    if (!current.data().fingerprint().equals(candidate.data().fingerprint())) {
      throw new InvalidInputException(
          "the current model was evaluated on "
              + current.data()
              + ", the candidate on "
              + candidate.data()
              + "; evaluate both on one test set");
    }
    if (!current.classes().equals(candidate.classes())) {
      throw new InvalidInputException(
          "the current model has classes "
              + current.classes()
              + ", the candidate "
              + candidate.classes()
              + "; give both in the same order");
    }
    int different = Arrays.mismatch(current.actual(), candidate.actual());
    if (different >= 0) {
      throw new InvalidInputException(
          "the true labels differ from case "
              + different
              + " on ("
              + current.size()
              + " and "
              + candidate.size()
              + " cases); give both predictions in the same order of cases");
    }
  }

  private static MetricComparison accuracy(
      ClassificationResult current, ClassificationResult candidate, double alpha) {
    McNemar.Result exact = McNemar.withDefaults().test(candidate.correct(), current.correct());
    long better = exact.onlyFirst();
    long worse = exact.onlySecond();
    boolean few = better + worse < LEAST_FOR_CHI_SQUARE;
    McNemar.Result result =
        few ? exact : McNemar.withDefaults().with(McNemar.Method.CHI_SQUARE).test(better, worse);
    int cases = current.size();
    double difference = (double) (better - worse) / cases;
    return new MetricComparison(
        "accuracy",
        few ? "McNemar, exact" : "McNemar, chi-square",
        share(current.correct()),
        share(candidate.correct()),
        difference,
        BonettPrice.withDefaults().withLevel(1 - alpha).interval(better, worse, cases),
        result.pValue(),
        Finding.of(result.pValue(), difference, alpha));
  }

  private static double share(boolean[] correct) {
    int right = 0;
    for (boolean each : correct) {
      right += each ? 1 : 0;
    }
    return (double) right / correct.length;
  }

  private static MetricComparison rocAuc(
      ClassificationResult current, ClassificationResult candidate, double alpha) {
    if (!Arrays.equals(current.labels(), candidate.labels())) {
      throw new InvalidInputException("the two results have different positive classes");
    }
    DeLong.Comparison result =
        DeLong.withDefaults()
            .withLevel(1 - alpha)
            .compare(current.labels(), candidate.scores(), current.scores());
    return new MetricComparison(
        "roc_auc",
        "DeLong, paired",
        result.secondAuc(),
        result.firstAuc(),
        result.difference(),
        result.interval(),
        result.pValue(),
        Finding.of(result.pValue(), result.difference(), alpha));
  }

  /**
   * One metric.
   *
   * @param metric its name
   * @return the comparison
   * @throws NotFoundException if it was not compared; the message lists what was and why not
   */
  public MetricComparison get(String metric) {
    Objects.requireNonNull(metric);
    return metrics.stream()
        .filter(each -> each.metric().equals(metric))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "\""
                        + metric
                        + "\" was not compared; there are "
                        + metrics.stream().map(MetricComparison::metric).toList()
                        + ", omitted "
                        + omitted));
  }

  /** A line for each metric. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Candidate against current on %s (%s cases), intervals at %s\n",
                data.name(),
                Numbers.of((long) cases),
                Numbers.percent(1 - alpha)));
    for (MetricComparison each : metrics) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-10s %s → %s: %s %s, %s (%s): %s\n",
              each.metric,
              Numbers.of(each.current),
              Numbers.of(each.candidate),
              Numbers.signed(each.difference),
              Numbers.of(each.interval),
              Numbers.pValue(each.pValue),
              each.test,
              each.finding));
    }
    omitted.forEach(reason -> text.append("  omitted ").append(reason).append('\n'));
    return text.toString();
  }
}
