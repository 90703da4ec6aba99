package io.lepton.experiment;

import org.junit.jupiter.api.Tag;

/** With all runs. */
@Tag("slow")
class FullSimulationTest extends SimulationTest {
  @Override
  int runs(int full) {
    return full;
  }
}
