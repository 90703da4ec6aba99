package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import io.lepton.assign.PermutedBlocks;
import io.lepton.assign.Switchback;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.Placement.Reason;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomisationTest {
  private final Sandbox sandbox = new Sandbox();

  private static ExperimentDefinition with(Randomisation randomisation) {
    return Sandbox.proportion("e").randomisation(randomisation);
  }

  private static Randomisation overrides() {
    return Randomisation.withDefaults()
        .withTraffic(0.01)
        .withOverrides(Map.of("tester-1", "new", "tester-2", "old"));
  }

  @Test
  void testersGetTheirArmAndAreNeverCounted() {
    Experiment experiment = sandbox.start(with(overrides()));
    assertThat(experiment.enter("tester-1").variant().name()).isEqualTo("new");
    assertThat(experiment.enter("tester-2").reason()).isEqualTo(Reason.FORCED);
    experiment.record("tester-1", "repaid", 1);
    Report report = experiment.report();
    assertThat(report.arms()).allSatisfy(arm -> assertThat(arm.exposed()).isZero());
    assertThat(report.excluded().unexposed()).isEqualTo(1);
  }

  @Test
  void aTesterOfAClusterIsForcedWithoutIt() {
    Experiment experiment =
        sandbox.start(with(overrides().withTraffic(1).withCluster("household")));
    assertThat(experiment.enter("tester-1", "house-7").reason()).isEqualTo(Reason.FORCED);
    assertThat(experiment.report().arms()).allSatisfy(arm -> assertThat(arm.exposed()).isZero());
  }

  @Test
  void aClusterIsOneUnit() {
    Experiment experiment =
        sandbox.start(with(Randomisation.withDefaults().withCluster("household")));
    for (int i = 0; i < 400; i++) {
      String house = "house-" + i / 4;
      Placement placement = experiment.enter("member-" + i, house);
      assertThat(placement.variant()).isEqualTo(experiment.peek(house));
      experiment.record(house, "repaid", i % 4 == 0 ? 1 : 0);
    }
    assertThat(experiment.report().arms().stream().mapToLong(ArmSummary::exposed).sum())
        .isEqualTo(100);
    assertThat(experiment.design().randomisation().findCluster()).contains("household");
  }

  @Test
  void aHoldoutWorksWithoutALayer() {
    Holdout holdout = new Holdout("h", 0.5);
    Experiment experiment = sandbox.start(with(Randomisation.withDefaults().withHoldout(holdout)));
    for (int i = 0; i < 100; i++) {
      assertThat(experiment.look("u" + i).reason() == Reason.HELD_OUT)
          .isEqualTo(holdout.members().contains("u" + i));
    }
  }

  @Test
  void anAllocationDrawnInStrataIsRunAsDrawn() {
    List<PermutedBlocks.Unit> units =
        IntStream.range(0, 40)
            .mapToObj(i -> new PermutedBlocks.Unit("shop-" + i, i < 20 ? "north" : "south"))
            .toList();
    Map<String, String> drawn = PermutedBlocks.of(3, "old", "new").assign(units);
    Experiment experiment = sandbox.start(with(Randomisation.withDefaults().withAllocation(drawn)));
    drawn.forEach((unit, arm) -> assertThat(experiment.assign(unit).name()).isEqualTo(arm));
    assertThat(experiment.enter("shop-40").reason()).isEqualTo(Reason.NOT_ALLOCATED);
    assertThat(experiment.report().arm("old").exposed()).isEqualTo(20);
    assertThat(experiment.report().arm("new").exposed()).isEqualTo(20);
    Experiment again = Experiment.resume(sandbox.store, "e", sandbox.clock);
    drawn.forEach((unit, arm) -> assertThat(again.peek(unit).name()).isEqualTo(arm));
  }

  @Test
  void aSwitchbackCountsRegionsInSlotsAfterTheirWashout() {
    Switchback schedule =
        Switchback.of(List.of("old", "new"), List.of("berlin", "ulm"), START, Duration.ofHours(1))
            .withWashout(Duration.ofMinutes(10))
            .withSeed(1);
    Experiment experiment =
        sandbox.start(with(Randomisation.withDefaults().withAllocation(schedule.allocation(24))));
    for (int minute = 0; minute < 24 * 60; minute += 5) {
      for (String region : List.of("berlin", "ulm")) {
        Instant now = sandbox.clock.instant();
        Switchback.Slot slot = schedule.at(region, now);
        assertThat(experiment.peek(slot.unit()).name()).isEqualTo(slot.arm());
        if (!slot.inWashout(now)) {
          experiment.assign(slot.unit());
          experiment.record(slot.unit(), "repaid", 1);
        }
      }
      sandbox.clock.advance(Duration.ofMinutes(5));
    }
    assertThat(experiment.report().arms())
        .allSatisfy(
            arm -> {
              assertThat(arm.exposed()).isEqualTo(24);
              assertThat(arm.primary().outcomes()).isEqualTo(24 * 10);
            });
    assertThat(experiment.look(schedule.slot("ulm", 24).unit()).reason())
        .isEqualTo(Reason.NOT_ALLOCATED);
  }

  @Test
  void unitsOfGrowthBookKeepTheirArms() {
    Experiment experiment =
        sandbox.start(
            with(Randomisation.withDefaults().withHash(HashSchemes.growthBookV2())).salt("seed"));
    assertThat(experiment.peek("a").name()).as(".0505").isEqualTo("old");
    assertThat(experiment.peek("b").name()).as(".2696").isEqualTo("old");
    Experiment other =
        sandbox.start(
            Sandbox.proportion("o")
                .randomisation(Randomisation.withDefaults().withHash(HashSchemes.optimizely()))
                .salt("1886780721"));
    assertThat(other.peek("ppid1").name()).as("5254").isEqualTo("new");
    assertThat(other.peek("ppid2").name()).as("4299").isEqualTo("old");
  }

  @Test
  void anotherSplitIsAnotherDesign() {
    sandbox.start(with(overrides()));
    assertThatThrownBy(
            () -> sandbox.start(with(overrides().withOverrides(Map.of("tester-3", "new")))))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("randomisation recorded")
        .hasMessageContaining("tester-3");
    assertThat(sandbox.start(with(overrides())).design().randomisation()).isEqualTo(overrides());
  }

  @Test
  void refusesSplitsThatDoNotHoldTogether() {
    assertThatThrownBy(
            () ->
                with(Randomisation.withDefaults().withOverrides(Map.of("u", "green")))
                    .design(START))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("green")
        .hasMessageContaining("old");
    assertThatThrownBy(
            () ->
                with(Randomisation.withDefaults().withAllocation(Map.of("u", "new"))).design(START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no unit to [old]");
    for (String unit : List.of("", "x".repeat(501), "\ud800")) {
      assertThatThrownBy(() -> Randomisation.withDefaults().withOverrides(Map.of(unit, "new")))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> Randomisation.withDefaults().withAllocation(Map.of(unit, "new")))
          .isInstanceOf(InvalidInputException.class);
    }
    Randomisation listed =
        Randomisation.withDefaults().withAllocation(Map.of("u", "new", "v", "old"));
    assertThatThrownBy(() -> listed.withTraffic(0.5)).isInstanceOf(InvalidInputException.class);
    Holdout holdout = new Holdout("h", 0.1);
    assertThatThrownBy(() -> listed.withHoldout(holdout)).isInstanceOf(InvalidInputException.class);
    Randomisation layered = Randomisation.withDefaults().withLayer(Layer.named("l").range(0, 1));
    assertThatThrownBy(() -> layered.withHoldout(holdout))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Layer.withHoldout");
    assertThatThrownBy(() -> Layer.named("l").range(0.5, 0.5))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Holdout("h", 1)).isInstanceOf(InvalidInputException.class);
  }

  private Experiment everything() {
    Layer layer =
        Layer.named("l")
            .withHash(HashSchemes.growthBookV1(), "__l")
            .withHoldout(new Holdout("global", 0.05));
    return sandbox.start(
        with(
            new Randomisation(
                "optimizely",
                0.25,
                layer.range(0, 0.5),
                null,
                Map.of("Zoë", "new"),
                Map.of(),
                "household")));
  }

  private static List<String> released() throws IOException {
    try (InputStream file = RandomisationTest.class.getResourceAsStream("log-v2.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The file is what format 2 is; it is never made anew. */
  @Test
  void writesAndReadsTheReleasedFormat() throws IOException {
    everything().raiseTraffic(0.5);
    sandbox.store.append("e", List.of(new Entry.LeftLayer("l", START)));
    StringBuilder written = new StringBuilder();
    for (String stream : List.of("experiment/e", "traffic/e", "layer/l")) {
      for (Event event : sandbox.catalog.events(stream, 0, 10)) {
        written.append(stream + " " + event.id() + " " + event.payload() + "\n");
      }
    }
    assertThat(written.toString().lines()).containsExactlyElementsOf(released());
    Sandbox other = new Sandbox();
    for (String line : released()) {
      String[] parts = line.split(" ", 3);
      other.catalog.apply(List.of(new AppendEvent(parts[0], parts[1], START, parts[2])));
    }
    assertThat(other.store.read("e", 0, 10)).isEqualTo(sandbox.store.read("e", 0, 10));
    assertThat(other.store.trafficRaises("e")).isEqualTo(sandbox.store.trafficRaises("e"));
    assertThat(other.store.claims("l")).isEmpty();
  }

  @Test
  void tellsDamageInALayerAndInASplit() {
    everything();
    sandbox.catalog.apply(List.of(new AppendEvent("layer/l", "surprise", START, "{}")));
    assertThatThrownBy(() -> sandbox.store.claims("l"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("surprise");
    String design = sandbox.catalog.events("experiment/e", 0, 1).get(0).payload();
    sandbox.catalog.apply(
        List.of(
            new AppendEvent("experiment/f", "definition", START, design.replace("0.25", "2.5"))));
    assertThatThrownBy(() -> Experiment.resume(sandbox.store, "f"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("traffic is 2.5");
  }

  @Test
  void theStoreRefusesAClaimWithoutTheDefinitionsHelp() {
    Layer layer = Layer.named("l");
    Design first = Sandbox.proportion("a").layer(layer.range(0, 0.5)).design(START);
    Design second = Sandbox.proportion("b").layer(layer.range(0.4, 0.9)).design(START);
    sandbox.store.append("a", List.of(new Entry.Started(first)));
    assertThatThrownBy(() -> sandbox.store.append("b", List.of(new Entry.Started(second))))
        .isInstanceOf(ConflictException.class);
    assertThat(sandbox.store.read("b", 0, 1)).isEmpty();
  }
}
