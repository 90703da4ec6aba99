package io.lepton.metric.fairness;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Thresholds by group that make rates equal at the least loss of accuracy (Hardt, Price and Srebro
 * 2016): the model stays as it is, only the decision changes. Exact parity takes lots, at most
 * between two thresholds a group; without them the rates come as near as single thresholds allow.
 * Fit on data the model was not trained on, and look at the effect on other data again. Deciding by
 * group may be forbidden where you are.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ThresholdAdjustment {
  private final Parity parity;
  private final Lots lots;

  /** Whether cases of one group and score may be decided differently. */
  public enum Lots {
    /** Yes: exact parity. */
    ALLOWED,
    /** No: one threshold a group. */
    NONE
  }

  private ThresholdAdjustment(Parity parity, Lots lots) {
    this.parity = parity;
    this.lots = lots;
  }

  /**
   * Makes rates equal, by lot where need be.
   *
   * @param parity which ones
   * @return the method
   */
  public static ThresholdAdjustment to(Parity parity) {
    return new ThresholdAdjustment(Objects.requireNonNull(parity), Lots.ALLOWED);
  }

  /**
   * Sets whether lots may be drawn.
   *
   * @param value the lots
   * @return a new method
   * @throws InvalidInputException without lots for equalised odds, which cannot be had without
   */
  public ThresholdAdjustment with(Lots value) {
    if (parity == Parity.EQUALISED_ODDS && value == Lots.NONE) {
      throw new InvalidInputException(
          "two rates cannot be made equal by one threshold a group; allow lots, or ask for equal"
              + " opportunity");
    }
    return new ThresholdAdjustment(parity, value);
  }

  /**
   * Finds the thresholds.
   *
   * @param result of a classifier of two classes
   * @param groups name of each case's group, in the order of the cases
   * @return a rule for each group
   * @throws InvalidInputException if there is only one group, or a group has no positives (no
   *     negatives, for equalised odds), whose rate could be made equal
   */
  public GroupThresholds fit(ClassificationResult result, List<String> groups) {
    GroupedCases cases = GroupedCases.of(result, groups, List.of());
    Map<String, Curve> curves = new LinkedHashMap<>();
    for (String group : cases.places.keySet()) {
      GroupCounts counts = cases.counts(group);
      if (parity != Parity.DEMOGRAPHIC_PARITY && counts.positives() == 0) {
        throw lacking(group, "positive");
      }
      if (parity == Parity.EQUALISED_ODDS && counts.negatives() == 0) {
        throw lacking(group, "negative");
      }
      curves.put(group, Curve.of(cases, group, parity));
    }
    List<GroupThreshold> rules =
        parity == Parity.EQUALISED_ODDS
            ? equalisedOdds(cases, curves)
            : lots == Lots.ALLOWED ? mixed(cases, curves) : single(cases, curves);
    return new GroupThresholds(parity, rules);
  }

  private static InvalidInputException lacking(String group, String what) {
    return new InvalidInputException(
        "group \"" + group + "\" has no " + what + " cases, so its rate cannot be made equal");
  }

  /** The loss is piecewise linear and convex in the common rate, so it is least at a corner. */
  private static List<GroupThreshold> mixed(GroupedCases cases, Map<String, Curve> curves) {
    TreeSet<Double> corners = new TreeSet<>();
    curves.values().forEach(curve -> curve.hull().forEach(point -> corners.add(point.x())));
    double best = Double.NEGATIVE_INFINITY;
    double at = 0;
    for (double x : corners) {
      double right = 0;
      for (Map.Entry<String, Curve> entry : curves.entrySet()) {
        right += entry.getValue().at(x).y() * cases.of(entry.getKey()).length;
      }
      if (right > best) {
        best = right;
        at = x;
      }
    }
    List<GroupThreshold> rules = new ArrayList<>();
    for (Map.Entry<String, Curve> entry : curves.entrySet()) {
      Curve.Mix mix = entry.getValue().at(at);
      rules.add(
          new GroupThreshold(
              entry.getKey(),
              mix.first().threshold(),
              mix.second().threshold(),
              mix.share(),
              0,
              0));
    }
    return rules;
  }

  /**
   * For each rate some threshold gives, the threshold of every group that comes nearest to it; of
   * these sets the most accurate whose rates differ no more than neighbouring thresholds do.
   */
  private static List<GroupThreshold> single(GroupedCases cases, Map<String, Curve> curves) {
    TreeSet<Double> targets = new TreeSet<>();
    double allowed = 0;
    for (Curve curve : curves.values()) {
      curve.points().forEach(point -> targets.add(point.x()));
      for (int i = 1; i < curve.points().size(); i++) {
        allowed = Math.max(allowed, curve.points().get(i).x() - curve.points().get(i - 1).x());
      }
    }
    List<GroupThreshold> best = List.of();
    double bestGap = Double.POSITIVE_INFINITY;
    double bestRight = Double.NEGATIVE_INFINITY;
    for (double target : targets) {
      List<GroupThreshold> rules = new ArrayList<>();
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double right = 0;
      for (Map.Entry<String, Curve> entry : curves.entrySet()) {
        Curve.Point point = entry.getValue().nearest(target);
        low = Math.min(low, point.x());
        high = Math.max(high, point.x());
        right += point.y() * cases.of(entry.getKey()).length;
        rules.add(
            new GroupThreshold(entry.getKey(), point.threshold(), point.threshold(), 0, 0, 0));
      }
      double gap = Math.max(0, high - low - allowed);
      if (gap < bestGap || (gap == bestGap && right > bestRight)) {
        best = rules;
        bestGap = gap;
        bestRight = right;
      }
    }
    return best;
  }

  /**
   * The common point of highest accuracy below all groups' ROC hulls. It lies at a corner of their
   * minimum: a corner of one, or where two cross. A group whose hull is higher there is brought
   * down to it by lots that ignore the score.
   */
  private static List<GroupThreshold> equalisedOdds(GroupedCases cases, Map<String, Curve> curves) {
    long positives = 0;
    long negatives = 0;
    for (String group : curves.keySet()) {
      positives += cases.counts(group).positives();
      negatives += cases.counts(group).negatives();
    }
    double best = Double.NEGATIVE_INFINITY;
    double x = 0;
    double y = 0;
    for (double corner : corners(curves)) {
      double common =
          curves.values().stream().mapToDouble(c -> c.at(corner).y()).min().orElseThrow();
      double right = positives * common + negatives * (1 - corner);
      if (right > best) {
        best = right;
        x = corner;
        y = common;
      }
    }
    List<GroupThreshold> rules = new ArrayList<>();
    for (Map.Entry<String, Curve> entry : curves.entrySet()) {
      Curve.Mix mix = entry.getValue().at(x);
      double above = mix.y() - x;
      double constantShare = above > 0 ? Math.min(1, Math.max(0, (mix.y() - y) / above)) : 0;
      rules.add(
          new GroupThreshold(
              entry.getKey(),
              mix.first().threshold(),
              mix.second().threshold(),
              mix.share(),
              x,
              constantShare));
    }
    return rules;
  }

  private static Set<Double> corners(Map<String, Curve> curves) {
    TreeSet<Double> corners = new TreeSet<>();
    curves.values().forEach(curve -> curve.hull().forEach(point -> corners.add(point.x())));
    List<Double> edges = new ArrayList<>(corners);
    List<Curve> all = List.copyOf(curves.values());
    for (int i = 1; i < edges.size(); i++) {
      double left = edges.get(i - 1);
      double right = edges.get(i);
      for (int a = 0; a < all.size(); a++) {
        for (int b = 0; b < a; b++) {
          double before = all.get(a).at(left).y() - all.get(b).at(left).y();
          double after = all.get(a).at(right).y() - all.get(b).at(right).y();
          // between two neighbouring corners all hulls are straight
          if (before * after < 0) {
            corners.add(left + (right - left) * before / (before - after));
          }
        }
      }
    }
    return corners;
  }
}
