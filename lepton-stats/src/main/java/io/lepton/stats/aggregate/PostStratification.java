package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.Effect.Arm;
import io.lepton.stats.aggregate.Effect.Scale;
import java.util.List;

/**
 * The difference of two means, compared within strata that were known before the units met their
 * arm and weighted by the strata's sizes (Miratrix, Sekhon and Yu 2013): what differs between
 * strata no longer counts as noise. The strata are taken as a sample too, so that effects which
 * differ between them add to the standard error.
 */
public final class PostStratification {
  private PostStratification() {}

  /**
   * One stratum.
   *
   * @param treatment its treated units, at least two
   * @param control its untreated units, at least two
   */
  public record Stratum(SampleSummary treatment, SampleSummary control) {
    /** {@inheritDoc} */
    public Stratum {
      if (treatment.n() < 2 || control.n() < 2) {
        throw new InvalidInputException(
            "a stratum of "
                + treatment.n()
                + " treated and "
                + control.n()
                + " untreated units; expected at least 2 of each, join small strata");
      }
    }

    double units() {
      return (double) treatment.n() + control.n();
    }
  }

  /**
   * Estimates the difference.
   *
   * @param strata at least one
   * @return the effect; degrees of freedom by Satterthwaite
   * @throws InvalidInputException if there is no stratum or no spread
   */
  public static Effect estimate(List<Stratum> strata) {
    if (strata.isEmpty()) {
      throw new InvalidInputException("no stratum; expected at least one");
    }
    double units = strata.stream().mapToDouble(Stratum::units).sum();
    double treatment = 0;
    double control = 0;
    for (Stratum stratum : strata) {
      treatment += stratum.units() / units * stratum.treatment().mean();
      control += stratum.units() / units * stratum.control().mean();
    }
    Sums sums = new Sums();
    for (Stratum stratum : strata) {
      double share = stratum.units() / units;
      double ofTreatment = stratum.treatment().mean() - treatment;
      double ofControl = stratum.control().mean() - control;
      sums.treated += part(sums, share, stratum.treatment());
      sums.untreated += part(sums, share, stratum.control());
      sums.acrossTreated += share * ofTreatment * ofTreatment / units;
      sums.acrossControl += share * ofControl * ofControl / units;
      sums.across += share * (ofTreatment - ofControl) * (ofTreatment - ofControl) / units;
    }
    double within = sums.treated + sums.untreated;
    return new Effect(
        treatment - control,
        Math.sqrt(within + sums.across),
        within == 0 ? 1 : within * within / sums.fourths,
        new Arm(
            strata.stream().mapToLong(s -> s.control().n()).sum(),
            control,
            Math.sqrt(sums.untreated + sums.acrossControl)),
        new Arm(
            strata.stream().mapToLong(s -> s.treatment().n()).sum(),
            treatment,
            Math.sqrt(sums.treated + sums.acrossTreated)),
        Scale.ABSOLUTE,
        "post-stratification");
  }

  private static final class Sums {
    double treated;
    double untreated;
    double across;
    double acrossTreated;
    double acrossControl;
    double fourths;
  }

  private static double part(Sums sums, double share, SampleSummary sample) {
    double variance = share * share * sample.variance() / sample.n();
    sums.fourths += variance * variance / (sample.n() - 1);
    return variance;
  }
}
