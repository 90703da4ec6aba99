package io.lepton.serve;

import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.Alias;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with three versions, the alias champion at the first, and an engine that keeps books. */
abstract class DeploymentFixture {
  static final Row ROW = Row.of("x", 1);

  @TempDir Path home;

  final FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler();
  final LabelEngine engine = new LabelEngine();
  final List<Swap> swaps = new ArrayList<>();
  final List<DeploymentProblem> problems = new ArrayList<>();

  ModelManager models;
  Version v1;
  Version v2;
  Version v3;

  @BeforeEach
  void openStore() {
    models = ModelManager.open(home);
    v1 = save("one");
    v2 = save("two");
    v3 = save("three");
    move(v1);
  }

  @AfterEach
  void closeStore() {
    models.close();
  }

  Version save(String label) {
    return model().save(LabelEngine.snapshot(label).build()).commit();
  }

  Model model() {
    return models.model("credit");
  }

  Alias champion() {
    return model().alias("champion");
  }

  void move(Version version) {
    champion().moveTo(version).because("a test");
  }

  /** Follows moves on the thread that makes them, and looks up the alias when the test says so. */
  DeploymentBuilder deployment() {
    return Deployment.of(models, "credit", "champion")
        .engine(engine)
        .scheduler(scheduler)
        .clock(clock)
        .listener(
            new DeploymentListener() {
              @Override
              public void swapped(Swap swap) {
                swaps.add(swap);
              }

              @Override
              public void failed(DeploymentProblem problem) {
                problems.add(problem);
              }
            });
  }
}
