package io.lepton.metric.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What every threshold does to one group, and the best that mixing two of them can do. */
final class Curve {
  /** Deciding for positive from a threshold on: where that leads. */
  record Point(double x, double y, double threshold) {}

  private final List<Point> points;
  private final List<Point> hull;

  private Curve(List<Point> points) {
    this.points = highest(points);
    this.hull = hull(this.points);
  }

  /** Counts of the cases at or above each threshold, from +∞ down. */
  private record Step(double threshold, long truePositives, long falsePositives) {}

  private static List<Step> steps(GroupedCases cases, int[] places) {
    int[] order =
        IntStream.of(places)
            .boxed()
            .sorted((a, b) -> Double.compare(cases.scores[b], cases.scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(Double.POSITIVE_INFINITY, 0, 0));
    long positives = 0;
    long negatives = 0;
    for (int i = 0; i < order.length; i++) {
      if (cases.labels[order[i]]) {
        positives++;
      } else {
        negatives++;
      }
      if (i + 1 == order.length || cases.scores[order[i + 1]] < cases.scores[order[i]]) {
        steps.add(new Step(cases.scores[order[i]], positives, negatives));
      }
    }
    return steps;
  }

  /** Accuracy by the rate that is to be equal, or the ROC curve for equalised odds. */
  static Curve of(GroupedCases cases, String group, Parity parity) {
    List<Step> steps = steps(cases, cases.of(group));
    GroupCounts counts = cases.counts(group);
    double n = counts.size();
    double positives = counts.positives();
    double negatives = counts.negatives();
    List<Point> points = new ArrayList<>();
    for (Step step : steps) {
      double accuracy = (step.truePositives + negatives - step.falsePositives) / n;
      points.add(
          switch (parity) {
            case DEMOGRAPHIC_PARITY ->
                new Point((step.truePositives + step.falsePositives) / n, accuracy, step.threshold);
            case EQUAL_OPPORTUNITY ->
                new Point(step.truePositives / positives, accuracy, step.threshold);
            case EQUALISED_ODDS ->
                new Point(
                    step.falsePositives / negatives,
                    step.truePositives / positives,
                    step.threshold);
          });
    }
    return new Curve(points);
  }

  /** From left to right, the best of those at one place only. */
  List<Point> points() {
    return points;
  }

  /** The point nearest to a place; the left one of equals. */
  Point nearest(double x) {
    int low = 0;
    int high = points.size() - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).x <= x) {
        low = middle;
      } else {
        high = middle;
      }
    }
    Point left = points.get(low);
    Point right = points.get(high);
    return right.x - x < x - left.x ? right : left;
  }

  List<Point> hull() {
    return hull;
  }

  private static List<Point> highest(List<Point> points) {
    List<Point> best = new ArrayList<>();
    for (Point point : points) {
      if (!best.isEmpty() && best.get(best.size() - 1).x == point.x) {
        if (point.y > best.get(best.size() - 1).y) {
          best.set(best.size() - 1, point);
        }
      } else {
        best.add(point);
      }
    }
    return best;
  }

  /** The upper hull from left to right (Andrew 1979). */
  private static List<Point> hull(List<Point> points) {
    List<Point> hull = new ArrayList<>();
    for (Point point : points) {
      while (hull.size() > 1
          && !turnsRight(hull.get(hull.size() - 2), hull.get(hull.size() - 1), point)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(point);
    }
    return hull;
  }

  private static boolean turnsRight(Point a, Point b, Point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0;
  }

  /** The place on the hull's edges at x: a threshold, another, and the share of the second. */
  record Mix(Point first, Point second, double share, double y) {}

  Mix at(double x) {
    for (int i = 1; i < hull.size(); i++) {
      Point a = hull.get(i - 1);
      Point b = hull.get(i);
      if (x <= b.x) {
        double share = Math.max(0, (x - a.x) / (b.x - a.x));
        return new Mix(a, b, share, a.y + share * (b.y - a.y));
      }
    }
    Point last = hull.get(hull.size() - 1);
    return new Mix(last, last, 0, last.y);
  }
}
