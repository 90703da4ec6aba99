package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.stats.bandit.TopTwoThompson;
import io.lepton.stats.interleave.Ranker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of {@link ExperimentStore} as tests; an implementation supplies {@link #create}. */
@DisplayName("An ExperimentStore")
abstract class ExperimentStoreContract {
  private static final Design DESIGN =
      Sandbox.proportion("e").guardrail(Metric.mean("m").lowerIsBetter().margin(0.5)).design(START);

  private ExperimentStore store;

  abstract ExperimentStore create();

  @BeforeEach
  void createStore() {
    store = create();
  }

  private static Outcome outcome(String id, double value) {
    return new Outcome(id, "u", "m", value, null, START);
  }

  private List<Entry> entries() {
    return store.read("e", 0, 10_000).stream().map(Stored::entry).toList();
  }

  @Test
  @DisplayName("gives every kind of entry back as it was appended, in order")
  void keepsEntries() {
    Decision decision =
        new Decision(
            Verdict.SHIP,
            DESIGN.treatments().get(0),
            true,
            List.of("better: +0.1", "\"ü\""),
            List.of(),
            3,
            START);
    List<Entry> all =
        List.of(
            new Started(DESIGN),
            new Exposure("u", "new", START.plusNanos(1)),
            new Outcome("1", "u", "m", -0.1, START.minusSeconds(5), START),
            new Outcome("2", "u", "m", Double.MIN_VALUE, null, START),
            new Decided(decision));
    store.append("e", all.subList(0, 2));
    store.append("e", all.subList(2, 5));
    assertThat(entries()).isEqualTo(all);
  }

  @Test
  @DisplayName("keeps the logs of bandits and of comparisons of rankers, each thing once")
  void keepsLiveLogs() {
    List<Entry> bandit =
        List.of(
            new BanditEntry.BanditStarted(
                BanditExperiment.named("e")
                    .arm("a")
                    .arm("ü")
                    .policy(TopTwoThompson.of(ThompsonSampling.gaussian(0.3, -1, 2)))
                    .minimumPropensity(0.1)
                    .rewardWindow(Duration.ofMillis(1500), -0.1)
                    .design(START)),
            new BanditEntry.Chosen("u", "ü", List.of(0.1, 0.9), List.of(-0.5, 1e-300), 1, START),
            new BanditEntry.Rewarded("u", Double.MIN_VALUE, START.plusNanos(1)),
            new BanditEntry.BanditEnded("a", null, 3, START));
    store.append("e", bandit);
    store.append("e", bandit.subList(0, 3));
    store.append("e", List.of(new BanditEntry.Rewarded("u", 2, START), new Started(DESIGN)));
    assertThat(entries()).isEqualTo(bandit);
    List<Entry> interleaving =
        List.of(
            new InterleavingEntry.InterleavingStarted(
                Interleaving.named("i").between("a", "b").length(3).design(START)),
            new InterleavingEntry.Shown(
                "q:1", null, List.of("x", "y:ü"), List.of(Ranker.SECOND, Ranker.FIRST), START),
            new InterleavingEntry.Clicked("q:1", 1, START));
    store.append("i", interleaving);
    store.append("i", interleaving);
    assertThat(store.read("i", 0, 10).stream().map(Stored::entry)).isEqualTo(interleaving);
  }

  @Test
  @DisplayName("keeps the first of what may be there once, and ignores the others")
  void keepsTheFirst() {
    store.append(
        "e", List.of(new Started(DESIGN), new Exposure("u", "new", START), outcome("1", 1)));
    List<Entry> before = entries();
    store.append("e", List.of(new Started(DESIGN.requiring(List.of(5L, 5L)))));
    store.append("e", List.of(outcome("1", 2), new Exposure("u", "old", START.plusSeconds(1))));
    assertThat(entries()).isEqualTo(before);
    store.append("e", List.of(outcome("1", 2), outcome("2", 2)));
    assertThat(entries()).hasSize(4);
  }

  @Test
  @DisplayName("does not take a unit for an outcome of the same name")
  void keepsKindsApart() {
    store.append(
        "e", List.of(new Exposure("x", "new", START), new Outcome("x", "x", "m", 1, null, START)));
    assertThat(entries()).hasSize(2);
  }

  private static Started inLayer(String experiment, Layer layer, double from, double to) {
    return new Started(Sandbox.proportion(experiment).layer(layer.range(from, to)).design(START));
  }

  @Test
  @DisplayName("refuses a part of a layer that another experiment holds, until that gives it back")
  void keepsPartsOfALayerApart() {
    Layer layer = Layer.named("l");
    store.append("a", List.of(inLayer("a", layer, 0, 0.5)));
    List<Entry> second = List.of(inLayer("b", layer, 0.4, 0.9), new Exposure("u", "new", START));
    assertThatThrownBy(() -> store.append("b", second)).isInstanceOf(ConflictException.class);
    assertThat(store.read("b", 0, 10)).isEmpty();
    assertThat(store.experiments()).containsExactly("a");
    Layer otherwise = layer.withHoldout(new Holdout("h", 0.1));
    assertThatThrownBy(() -> store.append("c", List.of(inLayer("c", otherwise, 0.6, 1))))
        .isInstanceOf(AlreadyExistsException.class);
    store.append("a", List.of(inLayer("a", layer, 0.3, 1)));
    assertThat(store.claims("l")).isEqualTo(Map.of("a", layer.range(0, 0.5)));
    store.append("a", List.of(new LeftLayer("l", START)));
    store.append("b", second);
    assertThat(store.read("b", 0, 10)).hasSize(2);
    assertThat(store.claims("l")).isEqualTo(Map.of("b", layer.range(0.4, 0.9)));
    assertThat(store.claims("unknown")).isEmpty();
  }

  @Test
  @DisplayName("finds every raise of the traffic, in order, each share once")
  void findsRaises() {
    List<TrafficRaised> raises =
        List.of(new TrafficRaised(0.2, START), new TrafficRaised(1, START.plusSeconds(1)));
    store.append("e", List.of(raises.get(0), outcome("1", 1), raises.get(1)));
    store.append("e", List.of(new TrafficRaised(0.2, START.plusSeconds(2))));
    assertThat(store.trafficRaises("e")).isEqualTo(raises);
    assertThat(entries()).hasSize(3);
    assertThat(store.trafficRaises("unknown")).isEmpty();
    assertThat(store.experiments()).containsExactly("e");
  }

  @Test
  @DisplayName("reads page by page, without loss or repetition")
  void readsPages() {
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(outcome("o" + i, i));
    }
    store.append("e", all);
    store.append("other", List.of(outcome("o", 1)));
    List<Entry> read = new ArrayList<>();
    long after = 0;
    for (List<Stored> page = store.read("e", 0, 7);
        !page.isEmpty();
        page = store.read("e", after, 7)) {
      assertThat(page.size()).isLessThanOrEqualTo(7);
      for (Stored stored : page) {
        assertThat(stored.sequence()).isGreaterThan(after);
        after = stored.sequence();
        read.add(stored.entry());
      }
    }
    assertThat(read).isEqualTo(all);
    assertThat(store.read("unknown", 0, 7)).isEmpty();
  }

  @Test
  @DisplayName("names its experiments in ascending order")
  void namesExperiments() {
    assertThat(store.experiments()).isEmpty();
    for (String name : List.of("b", "a/2", "a")) {
      store.append(name, List.of(outcome("1", 1)));
    }
    assertThat(store.experiments()).containsExactly("a", "a/2", "b");
  }

  @Test
  @DisplayName("loses and doubles nothing when many threads append at once")
  void takesManyThreads() throws Exception {
    int threads = 8;
    int each = 200;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        tasks.add(
            () -> {
              for (int i = 0; i < each; i++) {
                // half of the ids are sent by two threads
                store.append(
                    "e", List.of(outcome((i % 2 == 0 ? thread / 2 : thread + 10) + "-" + i, 1)));
              }
              return null;
            });
      }
      for (var result : executor.invokeAll(tasks)) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(entries())
        .hasSize(threads * each / 2 + threads / 2 * each / 2)
        .doesNotHaveDuplicates();
  }
}
