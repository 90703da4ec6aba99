package io.lepton.stats.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.Alternative;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of every plan: random metric, sides, goal, arms, clusters and covariate. */
class PowerProperties {
  /** A plan with an effect within its room. */
  private record Case(PowerPlan plan, double units, double effect) {
    static Case of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean mean = random.nextBoolean();
      PowerPlan plan =
          mean
              ? PowerPlan.ofMean(0.5 + random.nextDouble())
              : PowerPlan.ofProportion(0.2 + 0.3 * random.nextDouble());
      plan =
          random.nextBoolean()
              ? plan.forNonInferiority(0.02 * random.nextDouble())
              : plan.with(Alternative.values()[random.nextInt(3)]);
      if (random.nextBoolean()) {
        plan = plan.withWeights(1, 0.5 + random.nextDouble(), 0.5 + random.nextDouble());
        plan = plan.with(ArmCorrection.values()[random.nextInt(3)]);
      }
      if (random.nextBoolean()) {
        plan = plan.with(new ClusterDesign(1 + random.nextInt(10), random.nextDouble() / 5, 0.3));
      }
      if (random.nextBoolean()) {
        plan = plan.withCovariateCorrelation(random.nextDouble(-0.9, 0.9));
      }
      return new Case(plan, 300 + random.nextInt(2000), 0.02 + 0.15 * random.nextDouble());
    }
  }

  @Property(tries = 50, seed = "20261201")
  void powerRisesWithUnitsEffectAndAlpha(@ForAll long seed) {
    Case one = Case.of(seed);
    double power = one.plan().power(one.units(), one.effect());
    assertThat(one.plan().power(1.2 * one.units(), one.effect())).isGreaterThanOrEqualTo(power);
    assertThat(one.plan().power(one.units(), 1.2 * one.effect())).isGreaterThanOrEqualTo(power);
    assertThat(one.plan().withAlpha(0.1).power(one.units(), one.effect()))
        .isGreaterThanOrEqualTo(power);
  }

  @Property(tries = 50, seed = "20261202")
  void unitsEffectAndPowerInvertEachOther(@ForAll long seed) {
    Case one = Case.of(seed);
    double power = one.plan().power(one.units(), one.effect());
    if (power > 0.06 && power < 0.999) {
      assertThat(one.plan().sampleSize(one.effect(), power).exactTotal())
          .isCloseTo(one.units(), within(1e-6 * one.units()));
      assertThat(one.plan().minimumDetectableEffect(one.units(), power))
          .isCloseTo(one.effect(), within(1e-6 * one.effect()));
    }
  }

  @Property(tries = 40, seed = "20261203")
  void dunnettLiesBetweenNoCorrectionAndBonferroni(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] weights = random.doubles(2 + random.nextInt(6), 0.05, 5).toArray();
    PowerPlan plan = PowerPlan.ofMean(1).withWeights(random.nextDouble(0.05, 5), weights);
    double level = plan.with(ArmCorrection.DUNNETT).perComparisonAlpha();
    assertThat(level).isBetween(plan.perComparisonAlpha(), 0.05);
  }
}
