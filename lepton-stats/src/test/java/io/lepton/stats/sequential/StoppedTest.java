package io.lepton.stats.sequential;

import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.stats.Alternative;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Estimates after a stop")
class StoppedTest {

  @Test
  void outcomesAreAsProbableAsPlainIntegralsSay() throws Exception {
    JsonNode cases;
    try (InputStream in = StoppedTest.class.getResourceAsStream("stopped-reference.json")) {
      cases = new ObjectMapper().readTree(in);
    }
    assertThat(cases).hasSize(24);
    for (JsonNode golden : cases) {
      double[] upper = doubles(golden.get("upper"));
      double[] edges = Arrays.copyOf(upper, upper.length + 1);
      edges[upper.length] = golden.get("z").asDouble();
      double[] lower = new double[edges.length];
      for (int k = 0; k < lower.length; k++) {
        lower[k] = golden.get("sides").asInt() == 2 ? -edges[k] : Double.NEGATIVE_INFINITY;
      }
      Stopped stopped = new Stopped(doubles(golden.get("times")), edges, lower, 0.025);
      double[] drifts = doubles(golden.get("drifts"));
      double[] upward = Arrays.stream(drifts).map(stopped::upward).toArray();
      assertThat(upward)
          .as("%s", golden)
          .containsExactly(doubles(golden.get("upward")), within(1e-10));
      assertThat(new double[] {stopped.drift(0.025), stopped.drift(0.5), stopped.drift(0.975)})
          .as("%s", golden)
          .containsExactly(doubles(golden.get("quantiles")), within(1e-8));
      assertThat(stopped.downward(0.3)).isCloseTo(1 - stopped.upward(0.3), within(1e-12));
    }
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  @DisplayName("are too high as often as too low, and their intervals cover, where the usual fail")
  void medianUnbiasedAndCovering() {
    GroupSequential plan = GroupSequential.withDefaults().withPocock().withLooks(4);
    double[] critical = plan.design().criticalValues();
    int runs = 800;
    double drift = 2.8;
    SplittableRandom random = new SplittableRandom(20261122);
    int above = 0;
    int covered = 0;
    double bias = 0;
    for (int run = 0; run < runs; run++) {
      AdjustedEstimate estimate = stop(plan, critical, drift, random).adjusted().orElseThrow();
      above += estimate.estimate() > drift ? 1 : 0;
      covered += estimate.interval().contains(drift) ? 1 : 0;
      bias += (estimate.naiveEstimate() - drift) / runs;
    }
    assertThat((double) above / runs).isCloseTo(0.5, tolerance(0.5, runs));
    assertThat((double) covered / runs).isCloseTo(0.95, tolerance(0.95, runs));
    assertThat(bias).isGreaterThan(0.2); // in standard errors of the planned end
  }

  @Test
  void pValueIsUniformWhereNothingDiffers() {
    GroupSequential plan =
        GroupSequential.withDefaults().with(Alternative.GREATER).withFractions(0.3, 0.5, 1);
    double[] critical = plan.design().criticalValues();
    int runs = 1000;
    SplittableRandom random = new SplittableRandom(7);
    int[] below = new int[3];
    double[] levels = {0.05, 0.2, 0.7};
    for (int run = 0; run < runs; run++) {
      double p = stop(plan, critical, 0, random).adjusted().orElseThrow().pValue();
      for (int i = 0; i < levels.length; i++) {
        below[i] += p <= levels[i] ? 1 : 0;
      }
    }
    for (int i = 0; i < levels.length; i++) {
      assertThat((double) below[i] / runs).isCloseTo(levels[i], tolerance(levels[i], runs));
    }
  }

  /** Looks until the plan stops; the unit is the standard error of the planned end. */
  private static Monitoring stop(
      GroupSequential plan, double[] critical, double drift, SplittableRandom random) {
    List<Look> looks = new ArrayList<>();
    double score = 0;
    double before = 0;
    double[] times = plan.fractions();
    for (int k = 0; k < times.length; k++) {
      double gap = times[k] - before;
      score += drift * gap + Math.sqrt(gap) * random.nextGaussian();
      before = times[k];
      looks.add(new Look(times[k], score / times[k], 1 / Math.sqrt(times[k])));
      double z = score / Math.sqrt(times[k]);
      if (z >= critical[k] || (plan.sides() == 2 && z <= -critical[k])) {
        break;
      }
    }
    return plan.analyse(looks);
  }
}
