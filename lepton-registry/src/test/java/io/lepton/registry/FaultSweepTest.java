package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.registry.FaultSweep.Case;
import io.lepton.registry.FaultSweep.Tally;
import io.lepton.registry.disk.Fault;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("When a file or the catalogue fails at any call of")
class FaultSweepTest {
  private static final int SAMPLE = 2;

  static Stream<Arguments> sweeps() {
    return FaultCases.all()
        .flatMap(what -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(what, fault)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("sweeps")
  @DisplayName("a change, the state is old or new, and what returned stays")
  void someCalls(Case what, Fault fault) {
    Tally tally = new FaultSweep(what, fault).some(what.name().contains("packs") ? 1 : SAMPLE);
    assertThat(tally.struck()).as("%s", tally).isPositive();
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("sweeps")
  @DisplayName("a change, the state is old or new, and what returned stays, at every call")
  void everyCall(Case what, Fault fault, TestReporter reporter) {
    Tally tally = new FaultSweep(what, fault).all();
    reporter.publishEntry(what + ", " + fault, tally.toString());
    assertThat(tally.struck()).as("%s", tally).isPositive();
  }
}
