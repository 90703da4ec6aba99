package io.lepton.stats.aggregate.jdbc;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Capping;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be counted of each unit.
 *
 * @param name of the measure
 * @param slots whose values are the first variables of the moments: one, or of a ratio the
 *     numerator and the denominator, or one a day
 * @param rule how a unit's rows become one number
 * @param domain which values are allowed
 * @param capping limits on the first slot's numbers
 * @param covariates columns that are constant within a unit; each becomes two variables, the value
 *     (0 where there is none) and whether it is missing
 * @param keep whether the units' numbers themselves are wanted
 */
public record UnitMeasure(
    String name,
    List<Slot> slots,
    Rule rule,
    Domain domain,
    Capping capping,
    List<String> covariates,
    Keep keep) {
  /**
   * Rows that are added up.
   *
   * @param outcome name in the metric column or, in a wide table, of the column
   * @param day of the rows, or null for all days
   * @param span in which they count, or null for any time after exposure
   */
  public record Slot(String outcome, @Nullable Integer day, @Nullable Span span) {
    /**
     * Of any time after exposure.
     *
     * @param outcome name in the metric column or, in a wide table, of the column
     * @param day of the rows, or null for all days
     */
    public Slot(String outcome, @Nullable Integer day) {
      this(outcome, day, null);
    }
  }

  /**
   * A time after each unit's exposure. Units that were not watched for all of it are left out.
   *
   * @param from in seconds, included
   * @param to in seconds, excluded, above {@code from}
   */
  public record Span(double from, double to) {
    /** {@inheritDoc} */
    public Span {
      if (!(from >= 0 && to > from && to < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "from " + from + " to " + to + " seconds; expected 0 <= from < to");
      }
    }
  }

  /** How a unit's rows become one number. */
  public enum Rule {
    /** 1 if any is above 0, else 0; a unit without counts 0. */
    ANY,
    /** The sum; a unit without counts 0. */
    SUM,
    /** The mean; a unit without is left out. */
    MEAN
  }

  /** Which values are allowed; others are an error. */
  public enum Domain {
    /** Any finite number. */
    NUMBER,
    /** 0 or 1. */
    ZERO_OR_ONE,
    /** 0, 1, 2 and so on. */
    COUNT
  }

  /** What is wanted beside the moments. */
  public enum Keep {
    /** Nothing. */
    MOMENTS,
    /** How often each number came among the units, for quantiles. */
    VALUES
  }

  /** {@inheritDoc} */
  public UnitMeasure {
    slots = List.copyOf(slots);
    covariates = List.copyOf(covariates);
    Objects.requireNonNull(rule);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(capping);
    Objects.requireNonNull(keep);
    if (slots.isEmpty()) {
      throw new InvalidInputException("measure \"" + name + "\" counts nothing");
    }
  }
}
