package io.lepton.experiment;

import static io.lepton.experiment.Crowd.retrying;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.UnitHash;
import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.Choice;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The log of a live bandit")
@Timeout(120)
class BanditReplayTest {
  private static BanditDefinition definition() {
    return BanditExperiment.named("b")
        .arm("a")
        .arm("b")
        .arm("c")
        .policy(ThompsonSampling.gaussian(1, 0, 5))
        .minimumPropensity(0.02)
        .rewardWindow(Duration.ofSeconds(5), 0);
  }

  /** Irrational rewards, whose sums depend on their order, from eight threads of two processes. */
  private static Map<String, BanditChoice> run(ExperimentStore store, long seed) throws Exception {
    FakeClock clock = FakeClock.at(Sandbox.START);
    retrying(() -> definition().start(store, clock));
    List<BanditExperiment> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      retrying(() -> processes.add(BanditExperiment.resume(store, "b", clock)));
    }
    Map<String, BanditChoice> served = new ConcurrentHashMap<>();
    Crowd.inThreads(
        40,
        (thread, i) -> {
          BanditExperiment bandit = processes.get(thread % 2);
          String unit = "u" + thread / 2 + "-" + i; // each by two threads of two processes
          retrying(
              () -> {
                BanditChoice choice = bandit.choose(unit);
                assertThat(served.put(unit, choice)).isIn(null, choice);
              });
          clock.advance(Duration.ofMillis(50));
          SplittableRandom random = new SplittableRandom(seed + 100L * thread + i);
          if (random.nextInt(4) > 0) {
            double reward = Math.sqrt(random.nextDouble());
            retrying(() -> bandit.reward(unit, reward));
          }
        });
    for (BanditExperiment process : processes) {
      retrying(process::state);
    }
    BanditState alive = processes.get(0).state();
    assertThat(processes.get(1).state()).isEqualTo(alive);
    assertThat(BanditExperiment.resume(store, "b", clock).state()).isEqualTo(alive);
    return served;
  }

  private static List<Stored> entries(ExperimentStore store) {
    return store.read("b", 0, 100_000);
  }

  /** What stands in the log follows from what stands before it. */
  private static void recompute(ExperimentStore store) {
    BanditDesign design = BanditExperiment.resume(store, "b").design();
    UnitHash hash = HashSchemes.lepton().seeded("bandit/b");
    List<Stored> all = entries(store);
    for (Stored stored : all) {
      if (stored.entry() instanceof Chosen chosen) {
        List<Stored> known =
            all.stream().filter(each -> each.sequence() <= chosen.through()).toList();
        double[] propensities =
            new BanditJournal(new Prefix(known), design)
                .prospect("another", new double[0])
                .propensities();
        assertThat(chosen.propensities())
            .containsExactly(java.util.Arrays.stream(propensities).boxed().toArray(Double[]::new));
        int arm = Choice.draw(propensities, () -> hash.point(chosen.unit())).arm();
        assertThat(chosen.arm()).isEqualTo(design.arms().get(arm).name());
      }
    }
  }

  @Test
  void givesTheSameStateToTheBitAndExplainsEveryChoice() throws Exception {
    ExperimentStore memory = new InMemoryExperimentStore();
    run(memory, 1);
    recompute(memory);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void holdsWhatWasServedThoughEveryOtherWriteFails(long seed) throws Exception {
    FaultyCatalog catalog = new FaultyCatalog(seed);
    Map<String, BanditChoice> served = run(new CatalogExperimentStore(catalog.faulty()), seed);
    assertThat(catalog.failures.get()).isGreaterThan(50);
    ExperimentStore reliable = new CatalogExperimentStore(catalog.reliable());
    recompute(reliable);
    BanditExperiment later = BanditExperiment.resume(reliable, "b");
    assertThat(served).hasSize(160);
    served.forEach((unit, choice) -> assertThat(later.choose(unit)).isEqualTo(choice));
    assertThat(entries(reliable).stream().map(each -> each.entry().toString()))
        .doesNotHaveDuplicates();
  }

  @Test
  void cutAnywhereHoldsAllThatWasAcknowledgedByThen() {
    Sandbox sandbox = new Sandbox();
    BanditExperiment bandit = definition().start(sandbox.store, sandbox.clock);
    List<BanditChoice> served = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      served.add(bandit.choose("u" + i));
      lengths.add(entries(sandbox.store).size());
      sandbox.clock.advance(Duration.ofSeconds(1));
      bandit.reward("u" + i, Math.sqrt(i));
    }
    List<Stored> all = entries(sandbox.store);
    for (int cut = 1; cut <= all.size(); cut++) {
      Sandbox after = new Sandbox();
      after.store.append("b", all.subList(0, cut).stream().map(Stored::entry).toList());
      BanditExperiment resumed = BanditExperiment.resume(after.store, "b", sandbox.clock);
      for (int i = 0; i < served.size() && lengths.get(i) <= cut; i++) {
        assertThat(resumed.choose("u" + i)).isEqualTo(served.get(i));
      }
      assertThat(resumed.choose("new").recorded()).isTrue();
    }
  }

  /** A log of which only the first entries are there. */
  private static final class Prefix implements ExperimentStore {
    private final List<Stored> entries;

    Prefix(List<Stored> entries) {
      this.entries = entries;
    }

    @Override
    public void append(String experiment, List<? extends Entry> more) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Stored> read(String experiment, long after, int limit) {
      return entries.stream().filter(each -> each.sequence() > after).limit(limit).toList();
    }

    @Override
    public List<Entry.TrafficRaised> trafficRaises(String experiment) {
      return List.of();
    }

    @Override
    public Map<String, io.lepton.assign.LayerRange> claims(String layer) {
      return Map.of();
    }

    @Override
    public List<String> experiments() {
      return List.of();
    }
  }
}
