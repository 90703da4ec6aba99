package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.Effect.Arm;
import io.lepton.stats.aggregate.Effect.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * One stratum's sums.
   *
   * @param treatment its treated units: outcome (of a ratio: numerator, then denominator), then
   *     covariates
   * @param control its untreated units, the same variables
   */
  public record Cell(Moments treatment, Moments control) {
    /** {@inheritDoc} */
    public Cell {
      if (treatment.variables() != control.variables()) {
        throw new InvalidInputException(
            treatment.variables() + " and " + control.variables() + " variables in a stratum");
      }
    }

    private Cell plus(Cell other) {
      return new Cell(treatment.plus(other.treatment), control.plus(other.control));
    }

    private boolean isSmall() {
      return treatment.n() < 2 || control.n() < 2;
    }

    private long units() {
      return treatment.n() + control.n();
    }
  }

  /**
   * Estimates the difference of means from sums that merge. Strata in which an arm has fewer than
   * two units are joined to one, and that to the smallest other stratum if it is still too small;
   * how units fell into arms says nothing of their outcomes, so this does not bias. With covariates
   * the outcomes are first adjusted by least squares slopes common to all arms and strata (CUPED).
   *
   * @param cells at least one, all with the same variables
   * @return the effect, whose method tells how many strata were compared and joined
   * @throws InvalidInputException if an arm has fewer than two units in all, there are fewer units
   *     than strata and covariates ask for, or there is no spread
   */
  public static Effect ofMeans(List<Cell> cells) {
    List<Cell> sound = joined(cells);
    int covariates = sound.get(0).treatment().variables() - 1;
    UnaryOperator<Moments> adjusted = moments -> moments;
    if (covariates > 0) {
      long units = sound.stream().mapToLong(Cell::units).sum();
      if (units < 2L * sound.size() + covariates + 2) {
        throw new InvalidInputException(
            units + " units for " + sound.size() + " strata and " + covariates + " covariates");
      }
      Regression fit =
          Regression.within(
              sound.stream()
                  .flatMap(cell -> Stream.of(cell.treatment(), cell.control()))
                  .toArray(Moments[]::new));
      adjusted = moments -> adjusted(moments, fit, mean(sound));
    }
    UnaryOperator<Moments> adjust = adjusted;
    Effect effect =
        estimate(
            sound.stream()
                .map(
                    cell ->
                        new Stratum(
                            adjust.apply(cell.treatment()).summary(0),
                            adjust.apply(cell.control()).summary(0)))
                .toList());
    return named(effect, method(cells, sound, covariates));
  }

  private static String method(List<Cell> cells, List<Cell> sound, int covariates) {
    long empty = cells.stream().filter(cell -> cell.units() == 0).count();
    long joined = cells.size() - empty - sound.size();
    return (covariates > 0 ? "CUPED, post-stratification, " : "post-stratification, ")
        + (sound.size() == 1 ? "1 stratum" : sound.size() + " strata")
        + (joined == 0 ? "" : ", of which one is " + (joined + 1) + " small ones joined");
  }

  private static Effect named(Effect effect, String method) {
    return new Effect(
        effect.estimate(),
        effect.standardError(),
        effect.degreesOfFreedom(),
        effect.control(),
        effect.treatment(),
        effect.scale(),
        method);
  }

  /** The covariates' means over all units. */
  private static double[] mean(List<Cell> cells) {
    Moments all =
        cells.stream()
            .flatMap(cell -> Stream.of(cell.treatment(), cell.control()))
            .reduce(Moments::plus)
            .orElseThrow();
    return IntStream.range(1, all.variables()).mapToDouble(all::mean).toArray();
  }

  private static Moments adjusted(Moments moments, Regression fit, double[] mean) {
    double[] slopes = fit.slopes();
    double[] row = new double[slopes.length + 1];
    row[0] = 1;
    for (int i = 0; i < slopes.length; i++) {
      row[i + 1] = -slopes[i];
    }
    return moments.combined(new double[][] {row}, fit.of(mean));
  }

  /**
   * Estimates the difference of ratios of means from sums that merge, by the delta method: each
   * arm's ratio is that of its post-stratified numerator and denominator.
   *
   * @param cells as for {@link #ofMeans}, with numerator and denominator for the outcome
   * @return the effect
   * @throws InvalidInputException as {@link #ofMeans}, or if an arm's denominators are 0
   */
  public static Effect ofRatios(List<Cell> cells) {
    List<Cell> sound = joined(cells);
    UnaryOperator<Moments> ofTreatment = linear(sound, Cell::treatment);
    UnaryOperator<Moments> ofControl = linear(sound, Cell::control);
    Effect effect =
        ofMeans(
            sound.stream()
                .map(
                    cell ->
                        new Cell(
                            ofTreatment.apply(cell.treatment()), ofControl.apply(cell.control())))
                .toList());
    int covariates = sound.get(0).treatment().variables() - 2;
    return named(effect, "delta method, " + method(cells, sound, covariates));
  }

  /** Each unit's own number of an arm's ratio, as {@code RatioSummary.linearised} has it. */
  private static UnaryOperator<Moments> linear(List<Cell> cells, Function<Cell, Moments> arm) {
    double units = 0;
    double numerator = 0;
    double denominator = 0;
    for (Cell cell : cells) {
      units += cell.units();
      numerator += cell.units() * arm.apply(cell).mean(0);
      denominator += cell.units() * arm.apply(cell).mean(1);
    }
    if (denominator == 0) {
      throw new InvalidInputException("the denominators' mean is 0; no ratio is defined");
    }
    double ratio = numerator / denominator;
    double base = denominator / units;
    int variables = cells.get(0).treatment().variables();
    double[][] rows = new double[variables - 1][variables];
    double[] shift = new double[variables - 1];
    rows[0][0] = 1 / base;
    rows[0][1] = -ratio / base;
    shift[0] = ratio;
    for (int i = 1; i < rows.length; i++) {
      rows[i][i + 1] = 1;
    }
    return moments -> moments.combined(rows, shift);
  }

  private static List<Cell> joined(List<Cell> cells) {
    List<Cell> sound = new ArrayList<>();
    @Nullable Cell rest = null;
    for (Cell cell : cells) {
      if (!cell.isSmall()) {
        sound.add(cell);
      } else if (cell.units() > 0) {
        rest = rest == null ? cell : rest.plus(cell);
      }
    }
    if (rest != null && rest.isSmall() && !sound.isEmpty()) {
      Cell smallest = Collections.min(sound, Comparator.comparingLong(Cell::units));
      sound.set(sound.indexOf(smallest), smallest.plus(rest));
    } else if (rest != null) {
      sound.add(rest);
    }
    if (sound.isEmpty() || sound.get(0).isSmall()) {
      throw new InvalidInputException(
          cells.size() + " strata with fewer than two units of an arm in all; more are needed");
    }
    return sound;
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
