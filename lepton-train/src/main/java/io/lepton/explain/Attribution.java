package io.lepton.explain;

import io.lepton.error.NotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How the features of one case bring one output from its baseline to what the model says.
 *
 * @param output what is explained, such as a class
 * @param baseline the mean output over the background
 * @param prediction the output of the case
 * @param contributions by feature, in the model's order; {@code baseline + sum = prediction}
 */
public record Attribution(
    String output, double baseline, double prediction, List<Contribution> contributions) {
  /** {@inheritDoc} */
  public Attribution {
    contributions = List.copyOf(contributions);
  }

  /**
   * The contribution of one feature.
   *
   * @param feature name of it, or of a group
   * @return the contribution
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public Contribution get(String feature) {
    return contributions.stream()
        .filter(c -> c.feature().equals(feature))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no feature \""
                        + feature
                        + "\"; there are "
                        + contributions.stream().map(Contribution::feature).toList()));
  }

  /**
   * The contributions from the strongest, whatever their sign.
   *
   * @return all of them, sorted
   */
  public List<Contribution> strongest() {
    return contributions.stream()
        .sorted(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.amount())))
        .toList();
  }

  /**
   * What additivity leaves over: 0 but for rounding.
   *
   * @return prediction − baseline − sum of the contributions
   */
  public double remainder() {
    double sum = 0;
    for (Contribution contribution : contributions) {
      sum += contribution.amount();
    }
    return prediction - baseline - sum;
  }

  /**
   * The contributions as a waterfall from the baseline to the prediction, the twelve strongest one
   * by one.
   *
   * @return an SVG element
   */
  public String svg() {
    return Plots.waterfall(this, 12);
  }

  /** The case in words, the strongest features first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s = %s, %s on average",
            output,
            Shown.number(prediction),
            Shown.number(baseline)));
    for (Contribution each : strongest()) {
      text.append(
          String.format(
              Locale.ROOT, "%n  %+.4f  %s = %s", each.amount(), each.feature(), each.value()));
    }
    return text.toString();
  }
}
