package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdpAccountantTest {
  @Test
  void agreesWithTheValueOpacusTestsItsAccountantWith() {
    // opacus/tests/accountants_test.py: test_rdp_accountant
    RdpAccountant spent = RdpAccountant.empty().spend(0.04, 1.5, 2250);
    assertThat(spent.guarantee(1e-5).epsilon()).isCloseTo(7.32911117143, within(1e-9));
    assertThat(spent.guarantee(1e-5).order()).isEqualTo(3.9);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5,6.5007e-04",
    "2.5,1.0854e-03",
    "5,2.1808e-03",
    "50,2.3846e-02",
    "100,1.6742e+02"
  })
  void agreesWithTheDivergencesGooglesAccountantIsTestedWith(double order, double expected) {
    // dp_accounting/rdp/rdp_privacy_accountant_test.py: test_compute_rdp_poisson_sampled_gaussian
    double found = RdpAccountant.empty().spend(0.01, 2.5, 50).divergence(order);
    assertThat(found).isCloseTo(expected, within(1e-4 * expected));
  }

  @Test
  void convertsPureDivergencesAsGoogleDoesByHand() {
    // the same file: test_compute_epsilon_delta_pure_dp
    assertThat(RdpAccountant.epsilon(32, 1.1, 1e-5)).isCloseTo(1.32783806176, within(1e-11));
  }

  @Test
  void givesEpsilonOneForTheGaussianMechanismCalibratedToIt() {
    // the same file: test_compute_epsilon_delta_gaussian, there on 99,000 orders
    double epsilon = RdpAccountant.empty().spend(1, 4.530877117, 1).guarantee(1e-6).epsilon();
    assertThat(epsilon).isBetween(1.0 - 1e-7, 1.0 + 1e-3);
  }

  /** The fractional orders are integrated, the whole ones summed: they meet. */
  @ParameterizedTest
  @CsvSource({"1e-3,0.5,2", "0.01,1,20", "0.1,1,8", "0.3,10,33", "0.99,0.3,5", "0.04,0.1,3"})
  void continuesWholeOrdersSmoothly(double rate, double sigma, double order) {
    RdpAccountant spent = RdpAccountant.empty().spend(rate, sigma, 1);
    double below = spent.divergence(order - 1e-4);
    double above = spent.divergence(order + 1e-4);
    // The second difference over 1e-4 is far below the tolerance.
    assertThat(spent.divergence(order)).isCloseTo((below + above) / 2, within(1e-6 * above));
  }

  @ParameterizedTest
  @CsvSource({
    "1,4,4.712241200793157e-05,4.364312602657402",
    "2,1,0.006829594983114591,1.2066245307300607"
  })
  void boundsTheExactLossOfTheGaussianMechanism(
      double sigma, double exact, double delta, double expected) {
    // delta of the exact epsilon by Balle and Wang 2018, theorem 8, and ours, both from scipy
    double epsilon = RdpAccountant.empty().spend(1, sigma, 1).guarantee(delta).epsilon();
    assertThat(epsilon).isCloseTo(expected, within(1e-9)).isGreaterThan(exact);
  }

  @Test
  void addsUpReleasesOfOneKindAndOfSeveral() {
    RdpAccountant parts = RdpAccountant.empty().spend(0.1, 2, 3).spend(0.1, 2, 4);
    assertThat(parts).isEqualTo(RdpAccountant.empty().spend(0.1, 2, 7));
    RdpAccountant mixed = parts.spend(1, 8, 2);
    assertThat(mixed.divergence(4.5))
        .isCloseTo(parts.divergence(4.5) + 2 * 4.5 / 128, within(1e-12));
  }

  @Test
  void spendsNothingWithoutReleasesOrUnits() {
    assertThat(RdpAccountant.empty().guarantee(1e-5).epsilon()).isZero();
    assertThat(RdpAccountant.empty().spend(0, 1, 10).guarantee(1e-5).epsilon()).isZero();
  }

  @Test
  void givesNoGuaranteeWorthTheNameWithHardlyAnyNoise() {
    assertThat(RdpAccountant.empty().spend(0.5, 0.01, 1).guarantee(1e-5).epsilon())
        .isGreaterThan(1000);
  }

  @Test
  void findsTheLeastNoiseThatKeepsABudget() {
    // opacus/tests/accountants_test.py: test_get_noise_multiplier finds 1.425307617, which keeps
    // the budget, but stops its search early: scipy has epsilon 7.91895 for it, ours 8.
    PrivacyBudget budget = new PrivacyBudget(8, 1e-5);
    double noise = NoiseCalibration.noiseMultiplier(budget, 0.04, 2250);
    assertThat(noise).isBetween(1.4157, 1.425307617);
    RdpAccountant planned = RdpAccountant.empty().spend(0.04, noise, 2250);
    assertThat(planned.guarantee(1e-5).epsilon()).isBetween(7.9999, 8.0);
    assertThatThrownBy(() -> budget.require(planned.spend(0.04, noise, 10), "ten more rounds"))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("ten more rounds would bring epsilon to 8.0")
        .hasMessageContaining("the budget is 8.0");
  }

  @Test
  void refusesWhatHasNoMeaning() {
    RdpAccountant none = RdpAccountant.empty();
    assertThatThrownBy(() -> none.spend(1.1, 1, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> none.spend(0.1, 0, 1)).hasMessageContaining("noise multiplier is 0.0");
    assertThatThrownBy(() -> none.spend(0.1, Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> none.guarantee(0)).hasMessageContaining("delta is 0.0");
    assertThatThrownBy(() -> none.divergence(1)).hasMessageContaining("above 1");
    assertThatThrownBy(() -> new PrivacyBudget(Double.NaN, 1e-5)).hasMessageContaining("epsilon");
    assertThatThrownBy(
            () -> NoiseCalibration.noiseMultiplier(new PrivacyBudget(1e-9, 1e-12), 1, 1000))
        .hasMessageContaining("plan fewer releases");
  }
}
