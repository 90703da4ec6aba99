package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.Alternative;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Group sequential boundaries against rpact and published tables")
class GroupSequentialReferenceTest {
  private static final GroupSequential ONE_SIDED =
      GroupSequential.withDefaults().with(Alternative.GREATER).withAlpha(0.025);

  /** rpact's tests allow 1e-7; its searches stop at 1e-8 of alpha. */
  private static final Offset<Double> RPACT = within(3e-7);

  @Test
  void fiveLooksAtOneSidedTwoAndAHalfPercent() {
    assertThat(ONE_SIDED.withOBrienFleming().design().criticalValues())
        .containsExactly(
            new double[] {4.5617423, 3.2256389, 2.6337232, 2.2808712, 2.0400732}, RPACT);
    assertThat(ONE_SIDED.withPocock().design().criticalValues())
        .containsExactly(new double[] {2.41318, 2.41318, 2.41318, 2.41318, 2.41318}, within(5e-6));
    assertThat(ONE_SIDED.design().criticalValues())
        .containsExactly(
            new double[] {4.8768849, 3.3570119, 2.6802801, 2.2898168, 2.0310321}, RPACT);
    assertThat(ONE_SIDED.with(Spending.lanDeMetsPocock()).design().criticalValues())
        .containsExactly(
            new double[] {2.4379767, 2.4268139, 2.4101941, 2.3966493, 2.3859997}, RPACT);
    assertThat(ONE_SIDED.with(Spending.hwangShihDeCani(-4)).design().criticalValues())
        .containsExactly(
            new double[] {3.2526685, 2.9860460, 2.6916575, 2.3736670, 2.0253214}, RPACT);
  }

  @Test
  void evenSpendingAtUnevenLooksWithItsPowerAndExpectedSize() {
    GroupSequentialDesign design =
        GroupSequential.withDefaults()
            .with(Alternative.GREATER)
            .withAlpha(0.03)
            .withFractions(0.2, 0.4, 1)
            .with(Spending.hwangShihDeCani(0))
            .design();
    assertThat(design.alphaSpent()).containsExactly(new double[] {0.006, 0.012, 0.03}, RPACT);
    assertThat(design.criticalValues())
        .containsExactly(new double[] {2.5121443, 2.4228747, 2.0280392}, RPACT);
    assertThat(design.stageLevels())
        .containsExactly(new double[] {0.006, 0.0076991188, 0.021278125}, RPACT);
    double drift = design.driftFor(0.86);
    assertThat(drift * drift).isCloseTo(9.4594101, within(2e-6));
    assertThat(design.inflation(0.86)).isCloseTo(1.0788327, RPACT);
    OperatingCharacteristics under = design.under(drift);
    assertThat(array(under.rejection()))
        .containsExactly(new double[] {0.12783451, 0.21271713, 0.51944835}, RPACT);
    assertThat(under.power()).isCloseTo(0.86, within(1e-12));
    assertThat(under.expectedFraction() * design.inflation(0.86)).isCloseTo(0.83081135, RPACT);
    assertThat(design.under(0).expectedFraction() * design.inflation(0.86))
        .isCloseTo(1.0697705, RPACT);
  }

  @Test
  void nonBindingFutilityOfHwangShihAndDeCani() {
    GroupSequentialDesign design =
        GroupSequential.withDefaults()
            .with(Alternative.GREATER)
            .withAlpha(0.07)
            .withFractions(0.2, 0.4, 1)
            .with(Spending.hwangShihDeCani(-1))
            .with(
                new FutilityBounds(
                    Spending.hwangShihDeCani(-2), 0.86, FutilityBounds.Rule.NON_BINDING))
            .design();
    assertThat(design.criticalValues())
        .containsExactly(new double[] {2.364813, 2.1928805, 1.5660474}, RPACT);
    assertThat(design.futilityBounds())
        .containsExactly(new double[] {-1.1063623, -0.35992439}, RPACT);
    double drift = design.plannedDrift();
    assertThat(drift * drift).isCloseTo(7.1015942, within(2e-6));
    OperatingCharacteristics under = design.under(drift);
    assertThat(array(under.rejection()))
        .containsExactly(new double[] {0.12038953, 0.20856311, 0.53104735}, RPACT);
    assertThat(array(under.futility()))
        .containsExactly(new double[] {0.010777094, 0.016077535}, RPACT);
    double inflation = design.inflation(0.86);
    assertThat(inflation).isCloseTo(1.0869177, RPACT);
    assertThat(under.expectedFraction() * inflation).isCloseTo(0.82636428, RPACT);
    assertThat(design.under(0).expectedFraction() * inflation).isCloseTo(0.79471657, RPACT);
  }

  @Test
  void nonBindingFutilityOfKimAndDeMets() {
    GroupSequentialDesign design =
        GroupSequential.withDefaults()
            .with(Alternative.GREATER)
            .withAlpha(0.03)
            .withFractions(0.3, 0.7, 1)
            .with(Spending.kimDeMets(2.2))
            .with(
                new FutilityBounds(Spending.kimDeMets(3.2), 0.66, FutilityBounds.Rule.NON_BINDING))
            .design();
    assertThat(design.criticalValues())
        .containsExactly(new double[] {2.8594012, 2.2435708, 1.9735737}, RPACT);
    assertThat(design.futilityBounds())
        .containsExactly(new double[] {-1.1558435, 0.72836893}, RPACT);
    assertThat(design.inflation(0.66)).isCloseTo(1.0555891, RPACT);
  }

  @Test
  void bindingFutilityLowersTheCriticalValues() {
    GroupSequential plan =
        GroupSequential.withDefaults()
            .with(Alternative.GREATER)
            .withAlpha(0.13)
            .withFractions(0.35, 0.7, 1)
            .with(Spending.lanDeMetsPocock());
    Map<Double, Double> beta = Map.of(0.35, 0.01, 0.7, 0.05, 1.0, 0.3);
    SpendingFunction given = (total, fraction) -> beta.get(fraction);
    GroupSequentialDesign free =
        plan.with(new FutilityBounds(given, 0.7, FutilityBounds.Rule.NON_BINDING)).design();
    assertThat(free.criticalValues())
        .containsExactly(new double[] {1.5446617, 1.4828682, 1.4620058}, RPACT);
    assertThat(free.futilityBounds())
        .containsExactly(new double[] {-1.2557044, -0.16828659}, RPACT);
    GroupSequentialDesign obeyed =
        plan.with(new FutilityBounds(given, 0.7, FutilityBounds.Rule.BINDING)).design();
    assertThat(obeyed.criticalValues())
        .containsExactly(new double[] {1.5446617, 1.4827312, 1.4588737}, RPACT);
    assertThat(obeyed.futilityBounds())
        .containsExactly(new double[] {-1.2569879, -0.17011271}, RPACT);
    GroupSequentialDesign late =
        plan.withFractions(0.4, 0.75, 1)
            .with(Spending.lanDeMetsOBrienFleming())
            .with(new FutilityBounds(Spending.kimDeMets(2.5), 0.59, FutilityBounds.Rule.BINDING))
            .design();
    assertThat(late.criticalValues())
        .containsExactly(new double[] {2.1280732, 1.4362896, 1.2218662}, RPACT);
    assertThat(late.futilityBounds())
        .containsExactly(new double[] {-0.84937686, 0.34328914}, RPACT);
  }

  @Test
  void aPlanMayEndBeforeAllIsSpent() {
    GroupSequentialDesign design =
        ONE_SIDED.withFractions(0.4, 0.7).with(Spending.lanDeMetsPocock()).design();
    assertThat(design.alphaSpent()).containsExactly(new double[] {0.013078429, 0.0197432}, RPACT);
    assertThat(design.criticalValues()).containsExactly(new double[] {2.223875, 2.3050796}, RPACT);
  }

  @Test
  void twoSidedTablesOfJennisonAndTurnbull() {
    // Group Sequential Methods (2000), tables 2.1, 2.2, 2.3 and 2.4: alpha 0.05, power 0.9
    GroupSequential plan = GroupSequential.withDefaults();
    double[] pocock = {1.960, 2.178, 2.289, 2.361, 2.413, 2.453};
    double[] pocockRatio = {1.000, 1.100, 1.151, 1.183, 1.207, 1.225};
    double[] obrien = {1.960, 1.977, 2.004, 2.024, 2.040, 2.053};
    double[] obrienRatio = {1.000, 1.007, 1.016, 1.022, 1.026, 1.030};
    for (int looks = 1; looks <= 6; looks++) {
      GroupSequentialDesign p = plan.withLooks(looks).withPocock().design();
      GroupSequentialDesign o = plan.withLooks(looks).withOBrienFleming().design();
      assertThat(p.criticalValues()[0]).isCloseTo(pocock[looks - 1], within(5.1e-4));
      assertThat(p.inflation(0.9)).isCloseTo(pocockRatio[looks - 1], within(5.1e-4));
      assertThat(o.criticalValues()[looks - 1]).isCloseTo(obrien[looks - 1], within(5.1e-4));
      assertThat(o.inflation(0.9)).isCloseTo(obrienRatio[looks - 1], within(5.1e-4));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
