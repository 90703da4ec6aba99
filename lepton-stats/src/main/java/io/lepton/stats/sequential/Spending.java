package io.lepton.stats.sequential;

import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import java.util.Objects;

/**
 * The spending functions in common use, as values that can be compared and stored.
 *
 * @param family the formula
 * @param parameter γ of Hwang, Shih and DeCani, ρ of Kim and DeMets; 0 for the others
 */
public record Spending(Family family, double parameter) implements SpendingFunction {

  /** The formulas; t is the fraction and α the total. */
  public enum Family {
    /** {@code 2(1 − Φ(z(1 − α/2) / √t))}: hardly anything early (Lan and DeMets 1983). */
    LAN_DEMETS_OBRIEN_FLEMING,
    /** {@code α log(1 + (e − 1)t)}: much the same at every look (Lan and DeMets 1983). */
    LAN_DEMETS_POCOCK,
    /** {@code α (1 − exp(−γt)) / (1 − exp(−γ))}, αt for γ = 0 (Hwang, Shih and DeCani 1990). */
    HWANG_SHIH_DECANI,
    /** {@code α t^ρ} (Kim and DeMets 1987). */
    KIM_DEMETS
  }

  /** {@inheritDoc} */
  public Spending {
    Objects.requireNonNull(family);
    switch (family) {
      case HWANG_SHIH_DECANI -> Checks.finite("gamma", parameter);
      case KIM_DEMETS -> Checks.positive("rho", parameter);
      default -> parameter = 0;
    }
  }

  /**
   * Like O'Brien and Fleming's boundaries.
   *
   * @return the function
   */
  public static Spending lanDeMetsOBrienFleming() {
    return new Spending(Family.LAN_DEMETS_OBRIEN_FLEMING, 0);
  }

  /**
   * Like Pocock's boundaries.
   *
   * @return the function
   */
  public static Spending lanDeMetsPocock() {
    return new Spending(Family.LAN_DEMETS_POCOCK, 0);
  }

  /**
   * The family of Hwang, Shih and DeCani.
   *
   * @param gamma finite; −4 is near O'Brien and Fleming, 1 near Pocock, 0 spends evenly
   * @return the function
   */
  public static Spending hwangShihDeCani(double gamma) {
    return new Spending(Family.HWANG_SHIH_DECANI, gamma);
  }

  /**
   * The power family of Kim and DeMets.
   *
   * @param rho above 0; 3 is near O'Brien and Fleming, 1 spends evenly
   * @return the function
   */
  public static Spending kimDeMets(double rho) {
    return new Spending(Family.KIM_DEMETS, rho);
  }

  @Override
  public double spent(double total, double fraction) {
    if (fraction >= 1) {
      return total;
    }
    return switch (family) {
      case LAN_DEMETS_OBRIEN_FLEMING ->
          2 * Normal.upperTail(Normal.upperQuantile(total / 2) / Math.sqrt(fraction));
      case LAN_DEMETS_POCOCK -> total * Math.log1p((Math.E - 1) * fraction);
      case HWANG_SHIH_DECANI ->
          Math.abs(parameter) < 1e-12
              ? total * fraction
              : total * Math.expm1(-parameter * fraction) / Math.expm1(-parameter);
      case KIM_DEMETS -> total * Math.pow(fraction, parameter);
    };
  }
}
