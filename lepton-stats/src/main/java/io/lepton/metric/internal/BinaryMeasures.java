package io.lepton.metric.internal;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Placements;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.test.DeLong;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The measures of two classes. */
public final class BinaryMeasures {
  private static final Logger LOG = LoggerFactory.getLogger(BinaryMeasures.class);

  private final Cases cases;
  private final double level;
  private final int replicates;
  private final long seed;
  private final Wilson wilson;
  private final boolean[] labels;
  private final double[] scores;
  private final List<Measure> measures = new ArrayList<>();

  public BinaryMeasures(Cases cases, double level, int replicates, long seed) {
    this.cases = cases;
    this.level = level;
    this.replicates = replicates;
    this.seed = seed;
    this.wilson = Wilson.withDefaults().withLevel(level);
    this.labels = cases.labels();
    this.scores = cases.scores();
  }

  public List<Measure> all() {
    measures.clear();
    long[][] confusion = cases.confusion();
    int positive = cases.positive();
    int negative = 1 - positive;
    long truePositives = confusion[positive][positive];
    long falsePositives = confusion[negative][positive];
    long falseNegatives = confusion[positive][negative];
    proportion("accuracy", truePositives + confusion[negative][negative], cases.size());
    proportion("precision", truePositives, truePositives + falsePositives);
    proportion("recall", truePositives, truePositives + falseNegatives);
    f1(truePositives, truePositives + falsePositives + falseNegatives);
    rocAuc();
    averagePrecision();
    measures.add(Means.logLoss(cases, level));
    measures.add(Means.brier(cases, level));
    CalibrationError error = new CalibrationError(labels, scores);
    measures.add(
        new Measure(
            "expected_calibration_error",
            error.value(),
            error.interval(level, replicates, new SplittableRandom(seed)),
            cases.size(),
            Direction.LOWER_IS_BETTER));
    return List.copyOf(measures);
  }

  private void add(String metric, double value, @Nullable Interval interval, long n) {
    measures.add(new Measure(metric, value, interval, n, Direction.HIGHER_IS_BETTER));
  }

  private void undefined(String metric, String reason) {
    LOG.debug("{} is not defined on {}: {}", metric, cases.data().name(), reason);
  }

  private void proportion(String metric, long successes, long trials) {
    if (trials == 0) {
      undefined(metric, "it has no cases");
    } else {
      add(metric, (double) successes / trials, wilson.interval(successes, trials), trials);
    }
  }

  /** F1 = 2J/(1 + J), where J is the share of true positives among positives and predicted. */
  private void f1(long truePositives, long either) {
    if (either == 0) {
      undefined("f1", "no case is positive or predicted so");
      return;
    }
    Interval jaccard = wilson.interval(truePositives, either);
    add(
        "f1",
        fromJaccard((double) truePositives / either),
        new Interval(
            fromJaccard(jaccard.low()),
            fromJaccard(jaccard.high()),
            level,
            "Wilson, through the Jaccard index"),
        either);
  }

  private static double fromJaccard(double jaccard) {
    return 2 * jaccard / (1 + jaccard);
  }

  private void rocAuc() {
    int positives = Curves.count(labels);
    int negatives = labels.length - positives;
    if (positives == 0 || negatives == 0) {
      undefined("roc_auc", "only one class occurs");
    } else if (positives == 1 || negatives == 1) {
      add("roc_auc", Placements.of(labels, scores).auc(), null, labels.length);
    } else {
      DeLong.Area area = DeLong.withDefaults().withLevel(level).auc(labels, scores);
      add("roc_auc", area.auc(), area.interval(), labels.length);
    }
  }

  private void averagePrecision() {
    int positives = Curves.count(labels);
    if (positives == 0) {
      undefined("pr_auc", "there is no positive case");
      return;
    }
    double area = Curves.averagePrecision(labels, scores);
    add("pr_auc", area, logit(area, positives), positives);
  }

  /** Boyd, Eng and Page (2013): the area's logit with variance 1 / (n·A·(1 − A)), n positives. */
  private @Nullable Interval logit(double area, int positives) {
    if (area >= 1) {
      return null;
    }
    double middle = Math.log(area / (1 - area));
    double reach = Normal.critical(level) / Math.sqrt(positives * area * (1 - area));
    return new Interval(
        1 / (1 + Math.exp(reach - middle)),
        1 / (1 + Math.exp(-reach - middle)),
        level,
        "logit (Boyd et al.)");
  }
}
