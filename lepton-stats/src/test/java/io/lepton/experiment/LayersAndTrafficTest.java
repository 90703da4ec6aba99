package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.experiment.Placement.Reason;
import io.lepton.spi.Catalog;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayersAndTrafficTest {
  private static final Layer CHECKOUT =
      Layer.named("checkout").withHoldout(new Holdout("global", 0.1));
  private static final int UNITS = 2000;

  private final Sandbox sandbox = new Sandbox();

  private static Map<String, String> armsIn(Experiment experiment) {
    Map<String, String> arms = new TreeMap<>();
    IntStream.range(0, UNITS)
        .mapToObj(i -> "u" + i)
        .filter(unit -> experiment.look(unit).inExperiment())
        .forEach(unit -> arms.put(unit, experiment.peek(unit).name()));
    return arms;
  }

  private long recorded(String experiment) {
    return sandbox.store.read(experiment, 0, 100_000).size();
  }

  @Test
  void raisingTheTrafficKeepsEveryUnitInItsArmAndIsSeenByOthers() {
    Experiment here = sandbox.start(Sandbox.proportion("e").traffic(0.05));
    Experiment there = Experiment.resume(sandbox.store, "e", sandbox.clock);
    Map<String, String> before = armsIn(here);
    assertThat(before.size()).isBetween(50, 150); // 100 ± 5 standard deviations
    assertThat(armsIn(there)).isEqualTo(before);
    for (double share : new double[] {0.2, 1}) {
      here.raiseTraffic(share);
      Map<String, String> now = armsIn(here);
      assertThat(now).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());
      assertThat(armsIn(there))
          .as("not yet, it looked less than ten seconds ago")
          .isEqualTo(before);
      sandbox.clock.advance(Traffic.DELAY);
      assertThat(armsIn(there)).isEqualTo(now);
      assertThat(there.traffic()).isEqualTo(share);
      before = now;
    }
    assertThat(before).hasSize(UNITS);
    assertThat(armsIn(Experiment.resume(sandbox.store, "e", sandbox.clock))).isEqualTo(before);
    assertThat(armsIn(sandbox.start(Sandbox.proportion("e").traffic(0.05)))).isEqualTo(before);
  }

  @Test
  void trafficIsNotLoweredAndSettingItAgainChangesNothing() {
    Experiment experiment = sandbox.start(Sandbox.proportion("e").traffic(0.5));
    experiment.raiseTraffic(0.5);
    assertThat(recorded("e")).isEqualTo(1);
    for (double share : new double[] {0.4, 0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> experiment.raiseTraffic(share))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("" + share);
    }
    Experiment other = Experiment.resume(sandbox.store, "e", sandbox.clock);
    other.raiseTraffic(0.8);
    assertThatThrownBy(() -> experiment.raiseTraffic(0.7))
        .as("what the other process did counts")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.8");
    assertThatThrownBy(() -> sandbox.start(Sandbox.proportion("e").traffic(0.8)))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("traffic at the start recorded 0.5, asked 0.8")
        .hasMessageContaining("raiseTraffic");
    for (double share : new double[] {0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> Sandbox.proportion("f").traffic(share))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void aUnitOutsideGetsTheControlAndIsNotRecorded() {
    Experiment experiment = sandbox.start(Sandbox.proportion("e").traffic(0.2));
    int in = 0;
    for (int i = 0; i < 200; i++) {
      Placement placement = experiment.enter("u" + i);
      if (placement.inExperiment()) {
        in++;
      } else {
        assertThat(placement.reason()).isEqualTo(Reason.OUTSIDE_TRAFFIC);
        assertThat(experiment.assign("u" + i).isControl()).isTrue();
      }
    }
    assertThat(recorded("e")).isEqualTo(1 + in);
    assertThat(experiment.report().arms().stream().mapToLong(ArmSummary::exposed).sum())
        .isEqualTo(in);
  }

  @Test
  void aStoreThatFailsDoesNotStopUnitsOutside() {
    AtomicBoolean down = new AtomicBoolean();
    Catalog failing =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> {
                  if (down.get()) {
                    throw new StorageException(StorageException.Kind.TRANSIENT, "down", null);
                  }
                  return method.invoke(sandbox.catalog, arguments);
                });
    Experiment experiment =
        Sandbox.proportion("e")
            .traffic(0.01)
            .start(new CatalogExperimentStore(failing), sandbox.clock);
    String outside =
        IntStream.range(0, 100)
            .mapToObj(i -> "u" + i)
            .filter(unit -> !experiment.look(unit).inExperiment())
            .findFirst()
            .orElseThrow();
    sandbox.clock.advance(Traffic.DELAY);
    down.set(true);
    assertThat(experiment.assign(outside).isControl()).isTrue();
  }

  @Test
  void experimentsOfALayerShareNoUnitAndLeaveTheHoldoutAlone() {
    Experiment first =
        sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0, 0.3)).traffic(0.9));
    Experiment second = sandbox.start(Sandbox.proportion("second").layer(CHECKOUT.range(0.3, 1)));
    int heldOut = 0;
    int free = 0;
    for (int i = 0; i < UNITS; i++) {
      Placement one = first.look("u" + i);
      Placement two = second.look("u" + i);
      assertThat(one.inExperiment() && two.inExperiment()).isFalse();
      assertThat(one.reason() == Reason.HELD_OUT).isEqualTo(two.reason() == Reason.HELD_OUT);
      heldOut += one.reason() == Reason.HELD_OUT ? 1 : 0;
      free += one.reason() == Reason.OUTSIDE_TRAFFIC ? 1 : 0;
    }
    assertThat(heldOut).isBetween(133, 267); // 200 ± 5 standard deviations
    assertThat(free).isBetween(19, 89); // 54 ± 5 standard deviations
    assertThat(sandbox.store.claims("checkout"))
        .containsEntry("first", CHECKOUT.range(0, 0.3))
        .containsEntry("second", CHECKOUT.range(0.3, 1))
        .hasSize(2);
  }

  @Test
  void aPartThatAnotherHoldsIsRefusedAndNothingIsLeftBehind() {
    sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0.2, 0.5)));
    assertThatThrownBy(
            () -> sandbox.start(Sandbox.proportion("second").layer(CHECKOUT.range(0.4, 0.6))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("\"first\" checkout [0.2, 0.5)")
        .hasMessageContaining("[0.0, 0.2)")
        .hasMessageContaining("[0.5, 1.0)");
    assertThat(sandbox.store.experiments()).containsExactly("first");
    sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0.2, 0.5)));
    assertThat(sandbox.store.claims("checkout")).containsOnlyKeys("first");
    assertThatThrownBy(
            () -> sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0.2, 0.6))))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(sandbox.store.claims("checkout")).containsOnlyKeys("first");
    Layer otherwise = Layer.named("checkout");
    assertThatThrownBy(
            () -> sandbox.start(Sandbox.proportion("third").layer(otherwise.range(0.6, 0.7))))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("global");
  }

  /** Of ten that want parts which overlap in a chain, those that get theirs are disjoint. */
  @Test
  void ofManyAtOnceNoTwoGetTheSame() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 10; round++) {
        Layer layer = Layer.named("layer-" + round);
        List<Callable<Experiment>> starts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          ExperimentDefinition wanted =
              Sandbox.proportion("e" + round + "-" + i)
                  .layer(layer.range(i * 0.07, i * 0.07 + 0.1));
          starts.add(
              () -> wanted.start(new CatalogExperimentStore(sandbox.catalog), sandbox.clock));
        }
        int started = 0;
        for (Future<Experiment> start : executor.invokeAll(starts)) {
          started += succeeded(start) ? 1 : 0;
        }
        var claims = List.copyOf(sandbox.store.claims(layer.name()).values());
        assertThat(claims).hasSize(started);
        assertThat(started).isBetween(4, 5); // no two neighbours, and no free place left
        for (int i = 0; i < claims.size(); i++) {
          for (int j = 0; j < i; j++) {
            assertThat(claims.get(i).overlaps(claims.get(j))).isFalse();
          }
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Writes fail before or after they happened; whoever tries again ends with one claim. */
  @Test
  void aClaimSurvivesAFailingStore() {
    FaultyCatalog faulty = new FaultyCatalog(5);
    ExperimentStore store = new CatalogExperimentStore(faulty.faulty());
    for (int i = 0; i < 50; i++) {
      ExperimentDefinition wanted =
          Sandbox.proportion("e" + i).layer(CHECKOUT.range(i / 50.0, (i + 1) / 50.0));
      while (true) {
        try {
          wanted.start(store, sandbox.clock);
          break;
        } catch (StorageException e) {
          assertThat(e).hasMessageContaining("connection lost");
        }
      }
    }
    assertThat(faulty.failures.get()).isPositive();
    assertThat(new CatalogExperimentStore(faulty.reliable()).claims("checkout")).hasSize(50);
    assertThat(FaultyCatalog.ids(faulty.reliable(), "layer/checkout")).hasSize(51);
  }

  private static boolean succeeded(Future<Experiment> start) throws Exception {
    try {
      start.get();
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(ConflictException.class);
      return false;
    }
  }

  @Test
  void aDecidedExperimentGivesItsPartBack() {
    Experiment first = sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0, 0.5)));
    assertThatThrownBy(first::leaveLayer)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("final decision");
    Decision decision =
        new Decision(Verdict.KEEP_CONTROL, null, false, List.of("a"), List.of("b"), 1, START);
    sandbox.store.append("first", List.of(new Entry.Decided(decision)));
    first.leaveLayer();
    first.leaveLayer();
    assertThat(sandbox.store.claims("checkout")).isEmpty();
    sandbox.start(Sandbox.proportion("second").layer(CHECKOUT.range(0.2, 0.7)));
    assertThat(sandbox.store.claims("checkout")).containsOnlyKeys("second");
    assertThat(first.report().excluded().afterDecision()).isZero();
    sandbox.start(Sandbox.proportion("first").layer(CHECKOUT.range(0, 0.5)));
    assertThat(sandbox.store.claims("checkout"))
        .as("resuming claims nothing")
        .containsOnlyKeys("second");
  }

  @Test
  void aLayerMustNotHaveTheExperimentsSalt() {
    assertThatThrownBy(
            () ->
                Sandbox.proportion("e")
                    .layer(Layer.named("l").withHash(HashSchemes.lepton(), "e").range(0, 1))
                    .design(START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("same salt");
    assertThatThrownBy(
            () ->
                Sandbox.proportion("e")
                    .salt("holdout/h")
                    .randomisation(Randomisation.withDefaults().withHoldout(new Holdout("h", 0.1)))
                    .design(START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holdout");
  }
}
