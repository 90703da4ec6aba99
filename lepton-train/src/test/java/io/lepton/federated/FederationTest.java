package io.lepton.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.privacy.BudgetSpentException;
import io.lepton.privacy.PrivacyBudget;
import io.lepton.privacy.RdpAccountant;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FederationTest {
  private static final PrivacyBudget BUDGET = new PrivacyBudget(2, 1e-5);

  private static Weights numbers(float... values) {
    return Weights.builder().put("w", Tensor.ofFloats(Shape.of(values.length), values)).build();
  }

  private static float[] values(Weights weights) {
    return weights.get("w").toFloats();
  }

  private static Client answering(long examples, float... values) {
    return task -> new ClientUpdate(numbers(values), examples);
  }

  private static Map<String, Client> hundred() {
    Map<String, Client> clients = new LinkedHashMap<>();
    for (int i = 99; i >= 0; i--) {
      clients.put("client-" + i, answering(1, i));
    }
    return clients;
  }

  @Test
  void averagesByExamples() {
    Federation federation =
        FederatedAveraging.withDefaults()
            .start(numbers(0, 8), Map.of("a", answering(1, 4, 8), "b", answering(3, 0, 12)));
    FederationRound round = federation.round();
    assertThat(values(federation.weights())).containsExactly(1, 11);
    assertThat(round.participants()).containsExactly("a", "b");
    assertThat(round.examples()).isEqualTo(4);
    assertThat(round.change()).isCloseTo(Math.sqrt(10), within(1e-12));
    assertThat(round.findPrivacy()).isEmpty();
  }

  @Test
  void goesFurtherWithAServerLearningRate() {
    Federation federation =
        FederatedAveraging.withDefaults()
            .withServerLearningRate(0.5)
            .start(numbers(2), Map.of("a", answering(7, 4)));
    federation.round();
    assertThat(values(federation.weights())).containsExactly(3);
  }

  @Test
  void samplesBySeedAndRoundOnly() {
    FederatedAveraging ten =
        FederatedAveraging.withDefaults().withSampling(new Sampling.Fixed(10)).withSeed(3);
    Federation one = ten.start(numbers(0), hundred());
    List<String> first = one.round().participants();
    List<String> second = one.round().participants();
    assertThat(first).hasSize(10).doesNotHaveDuplicates().isNotEqualTo(second);
    // The map in another order, and from the state after the first round.
    Federation again = ten.start(numbers(0), new TreeMap<>(hundred()));
    assertThat(again.round().participants()).isEqualTo(first);
    Federation resumed = ten.resume(again.state(), hundred());
    assertThat(resumed.round().participants()).isEqualTo(second);
    assertThat(resumed.weights().contentEquals(one.weights())).isTrue();
  }

  @Test
  void samplesEachClientWithItsProbability() {
    Federation federation =
        FederatedAveraging.withDefaults()
            .withSampling(new Sampling.Independent(0.2))
            .start(numbers(0), hundred());
    int sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += federation.round().participants().size();
    }
    // 10,000 draws: the deviation is 40; five of them
    assertThat(sum).isBetween(1800, 2200);
  }

  @Test
  void doesNotDependOnTheExecutor() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Federation alone = FederatedAveraging.withDefaults().start(numbers(0), hundred());
      Federation together =
          FederatedAveraging.withDefaults().withExecutor(threads).start(numbers(0), hundred());
      alone.round();
      together.round();
      assertThat(together.weights().contentEquals(alone.weights())).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void dropsClientsThatFailAndNamesTheReason() {
    Map<String, Client> clients =
        Map.of(
            "good", answering(2, 5),
            "nan", answering(2, Float.NaN),
            "shape", answering(2, 1, 2),
            "throws",
                task -> {
                  throw new IllegalStateException("battery empty");
                });
    Federation federation = FederatedAveraging.withDefaults().start(numbers(1), clients);
    FederationRound round = federation.round();
    assertThat(values(federation.weights())).containsExactly(5);
    assertThat(round.participants()).containsExactly("good");
    assertThat(round.dropped().get("nan")).contains("not finite");
    assertThat(round.dropped().get("shape")).contains("F32 [2]", "expected F32 [1]");
    assertThat(round.dropped().get("throws")).contains("battery empty");
  }

  @Test
  void failsWithTooFewUpdatesAndKeepsTheWeights() {
    Federation federation =
        FederatedAveraging.withDefaults()
            .withMinimumUpdates(2)
            .start(numbers(1), Map.of("a", answering(1, 5), "b", answering(1, Float.NaN)));
    assertThatThrownBy(federation::round)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("round 1 has 1 usable updates; the minimum is 2");
    assertThat(values(federation.weights())).containsExactly(1);
    assertThat(federation.state().round()).isEqualTo(1);
  }

  @Test
  void clipsEachClientAndAddsNoiseOfTheRightSize() {
    int size = 20_000;
    float[] far = new float[size];
    Arrays.fill(far, 100);
    Map<String, Client> clients = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      clients.put("client-" + i, answering(1 + i * 1000, far));
    }
    Privacy privacy = new Privacy(10, 0.5, new PrivacyBudget(1000, 1e-5), new SplittableRandom(7));
    Federation federation =
        FederatedAveraging.withDefaults()
            .withPrivacy(privacy)
            .start(numbers(new float[size]), clients);
    federation.round();
    double mean = 0;
    double square = 0;
    for (float value : values(federation.weights())) {
      mean += value / size;
      square += (double) value * value / size;
    }
    // Each change has norm 10: 10 / √size in each place. The noise of the mean is 0.5 · 10 / 4.
    double deviation = 1.25;
    assertThat(mean).isCloseTo(10 / Math.sqrt(size), within(5 * deviation / Math.sqrt(size)));
    assertThat(Math.sqrt(square - mean * mean))
        .isCloseTo(deviation, within(5 * deviation / Math.sqrt(2.0 * size)));
  }

  @Test
  void refusesToGoOnWhenTheBudgetIsSpentAlsoAfterARestart() {
    Privacy privacy = Privacy.forRounds(1, BUDGET, 0.5, 3);
    FederatedAveraging averaging =
        FederatedAveraging.withDefaults()
            .withSampling(new Sampling.Independent(0.5))
            .withPrivacy(privacy);
    Federation federation = averaging.start(numbers(0), hundred());
    federation.round();
    federation.round();
    FederationState saved = FederationState.of(federation.state().toSnapshot());
    Federation resumed = averaging.resume(saved, hundred());
    FederationRound third = resumed.round();
    assertThat(third.findPrivacy().orElseThrow().epsilon()).isBetween(1.999, 2.0);
    Weights before = resumed.weights();
    assertThatThrownBy(resumed::round)
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("round 4 would bring epsilon to 2.");
    assertThat(resumed.weights()).isSameAs(before);
    assertThat(resumed.state().round()).isEqualTo(3);
  }

  @Test
  void spendsTheBudgetEvenIfTheRoundFails() {
    Client broken =
        task -> {
          throw new IllegalStateException("no");
        };
    Federation federation =
        FederatedAveraging.withDefaults()
            .withPrivacy(Privacy.of(1, 5, BUDGET))
            .start(numbers(0), Map.of("a", broken));
    assertThatThrownBy(federation::round).isInstanceOf(EngineException.class);
    assertThat(federation.state().spent()).isEqualTo(RdpAccountant.empty().spend(1, 5, 1));
  }

  @Test
  void refusesWhatCannotWork() {
    FederatedAveraging averaging = FederatedAveraging.withDefaults();
    Map<String, Client> clients = Map.of("a", answering(1, 1));
    assertThatThrownBy(() -> averaging.start(numbers(0), Map.of()))
        .hasMessageContaining("no clients");
    Weights doubles = Weights.builder().put("w", Tensor.ofDoubles(Shape.of(1), 1)).build();
    assertThatThrownBy(() -> averaging.start(doubles, clients))
        .hasMessageContaining("\"w\" is F64 [1]; expected F32");
    assertThatThrownBy(
            () ->
                averaging
                    .withSampling(new Sampling.Fixed(1))
                    .withPrivacy(Privacy.of(1, 1, BUDGET))
                    .start(numbers(0), clients))
        .hasMessageContaining("independent sampling");
    assertThatThrownBy(() -> new ClientUpdate(numbers(1), 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Privacy.of(0, 1, BUDGET)).hasMessageContaining("clip norm is 0.0");
    assertThatThrownBy(() -> new Sampling.Independent(Double.NaN)).hasMessageContaining("NaN");
    ModelSnapshot broken =
        ModelSnapshot.builder(FederationState.FORMAT).config("{\"round\":-1}").build();
    assertThatThrownBy(() -> FederationState.of(broken)).isInstanceOf(CorruptDataException.class);
    ModelSnapshot other = ModelSnapshot.builder("lepton.other/1").build();
    assertThatThrownBy(() -> FederationState.of(other)).hasMessageContaining("lepton.other/1");
  }

  @Test
  void pointsAreReportedInOrder() {
    List<Integer> rounds = new ArrayList<>();
    Federation federation =
        FederatedAveraging.withDefaults()
            .withProximal(0.25)
            .start(
                numbers(0),
                Map.of(
                    "a",
                    task -> {
                      assertThat(task.proximal()).isEqualTo(0.25);
                      rounds.add(task.round());
                      return new ClientUpdate(task.weights(), 1);
                    }));
    federation.round();
    federation.round();
    assertThat(rounds).containsExactly(1, 2);
  }
}
