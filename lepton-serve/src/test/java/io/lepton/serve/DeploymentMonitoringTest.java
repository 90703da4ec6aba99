package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.NumericProfile;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.monitor.DriftAlert;
import io.lepton.monitor.DriftReport;
import io.lepton.monitor.DriftVerdict;
import io.lepton.monitor.Monitor;
import io.lepton.monitor.MonitorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentMonitoringTest extends DeploymentFixture {
  private static final int WINDOW = 400;

  private final Random random = new Random(3);
  private final List<DriftAlert> alerts = new ArrayList<>();
  private final List<DriftReport> reports = new ArrayList<>();
  private Version around0;
  private Version around3;

  @BeforeEach
  void saveProfiledVersions() {
    around0 = save("zero", 0);
    around3 = save("three", 3);
    move(around0);
  }

  private Version save(String label, double mean) {
    double[] values = random.doubles(1000).map(u -> mean + random.nextGaussian()).toArray();
    DataProfile profile =
        new DataProfile(
            new DataReference("train", Digest.of(label), values.length),
            List.of(NumericProfile.of("x", values)),
            List.of(),
            List.of());
    return model()
        .save(LabelEngine.snapshot(label).file(DataProfile.FILE, profile.toJson()).build())
        .commit();
  }

  private DeploymentBuilder watched(Consumer<MonitorBuilder> more) {
    return deployment()
        .monitor(
            monitor -> {
              monitor
                  .window(WINDOW)
                  .executor(Runnable::run)
                  .onAlert(alerts::add)
                  .onReport(reports::add);
              more.accept(monitor);
            });
  }

  private void applicantsAround(double mean, int count, Deployment deployment) {
    for (int i = 0; i < count; i++) {
      deployment.predict(Row.of("x", mean + random.nextGaussian()));
    }
  }

  @Test
  void watchesEachVersionFromItsOwnTrainingProfile() {
    try (Deployment deployment = watched(m -> {}).start()) {
      applicantsAround(0, WINDOW, deployment);
      assertThat(reports.get(0).verdict()).isEqualTo(DriftVerdict.PASS);
      assertThat(reports.get(0).version()).isEqualTo(around0);
      applicantsAround(3, WINDOW, deployment);
      assertThat(alerts).hasSize(1);
      assertThat(alerts.get(0).version()).contains(around0);
      assertThat(alerts.get(0).toString())
          .contains("drift at credit v4", "window 2", "x (numeric)");

      move(around3); // to which such applicants are what it was trained on
      applicantsAround(3, WINDOW, deployment);

      assertThat(alerts).hasSize(1);
      assertThat(reports.get(2).version()).isEqualTo(around3);
      assertThat(reports.get(2).window()).isEqualTo(1);
      assertThat(reports.get(2).verdict()).isEqualTo(DriftVerdict.PASS);
      assertThat(deployment.status().monitoring()).isEqualTo(DeploymentStatus.Monitoring.ON);
      assertThat(deployment.monitor().flatMap(Monitor::last)).contains(reports.get(2));
    }
  }

  @Test
  void rowsOfOneVersionNeverCountForAnother() {
    try (Deployment deployment = watched(m -> {}).start()) {
      applicantsAround(0, WINDOW - 1, deployment);
      move(around3);
      applicantsAround(3, WINDOW - 1, deployment);
      assertThat(reports).isEmpty();
      deployment.rollback("a test");
      assertThat(deployment.monitor().orElseThrow().report().rows()).isZero();
      applicantsAround(0, WINDOW, deployment);

      assertThat(reports).hasSize(1);
      assertThat(reports.get(0).verdict()).isEqualTo(DriftVerdict.PASS);
    }
  }

  @Test
  void anAlertMayRollBackFromTheThreadThatServes() {
    List<Deployment> deployments = new ArrayList<>();
    deployments.add(
        watched(m -> m.onAlert(alert -> deployments.get(0).rollback("it drifts"))).start());
    try (Deployment deployment = deployments.get(0)) {
      move(around3);
      applicantsAround(0, WINDOW, deployment);

      assertThat(alerts).hasSize(1);
      assertThat(deployment.version()).isEqualTo(around0);
      assertThat(champion().version()).isEqualTo(around0);
      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("zero");
    }
  }

  @Test
  void anAlertListenerThatThrowsFailsNoCall() {
    Consumer<MonitorBuilder> faulty =
        m ->
            m.onAlert(
                alert -> {
                  throw new IllegalStateException("a listener's own fault");
                });
    try (Deployment deployment = watched(faulty).start()) {
      applicantsAround(5, 2 * WINDOW, deployment);

      assertThat(alerts).hasSize(1);
      assertThat(deployment.statistics().get(0).calls()).isEqualTo(2 * WINDOW);
      assertThat(deployment.statistics().get(0).errors()).isZero();
    }
  }

  @Test
  void refusedRowsAreNotObserved() {
    try (Deployment deployment = watched(m -> {}).start()) {
      assertThatThrownBy(() -> deployment.predict(Row.of("y", 1)))
          .isInstanceOf(InvalidInputException.class);

      assertThat(deployment.monitor().orElseThrow().report().rows()).isZero();
    }
  }

  @Test
  void aVersionWithoutAProfileIsServedUnwatched() {
    try (Deployment deployment = watched(m -> {}).start()) {
      move(v1);

      assertThat(LabelEngine.label(deployment.predict(ROW))).isEqualTo("one");
      assertThat(deployment.status().monitoring())
          .isEqualTo(DeploymentStatus.Monitoring.NO_PROFILE);
      assertThat(deployment.monitor()).isEmpty();
    }
    try (Deployment deployment = deployment().start()) {
      assertThat(deployment.status().monitoring()).isEqualTo(DeploymentStatus.Monitoring.OFF);
    }
  }

  @Test
  void settingsThatCannotWorkStopTheStartAndLeaveNothingOpen() {
    assertThatThrownBy(() -> deployment().monitor(m -> m.window(3)).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("would never be compared");

    assertThat(engine.open()).isEmpty();
  }
}
