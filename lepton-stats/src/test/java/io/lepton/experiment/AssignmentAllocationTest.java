package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What `bench assignment` measures by JMH, held in every build by the JVM's own count. */
class AssignmentAllocationTest {
  private static final String[] UNITS = {
    "customer-4711", "x".repeat(100), "Zoë", "日本-42", "😀😀😀😀😀😀😀😀😀", "tester"
  };
  private static final int CALLS = 60_000;

  private static long allocated(Assignment assignment) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      assignment.placementOf(UNITS[i % UNITS.length]);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lepton", "growthbook-v1", "growthbook-v2", "growthbook-v2-utf8", "optimizely"})
  void assigningAllocatesNothing(String scheme) {
    Layer layer = Layer.named("l").withHoldout(new Holdout("h", 0.1));
    Assignment assignment =
        Assignment.of(
            "salt",
            List.of(Variant.of("a"), Variant.of("b"), Variant.of("c")),
            Randomisation.withDefaults()
                .withHash(HashSchemes.named(scheme))
                .withLayer(layer.range(0, 0.8))
                .withTraffic(0.7)
                .withOverrides(Map.of("tester", "b")));
    allocated(assignment); // classes load once
    assertThat(allocated(assignment)).isLessThan(CALLS / 10); // no object is smaller than 8 bytes
  }
}
