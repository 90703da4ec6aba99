package io.lepton.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.privacy.PrivacyBudget;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Digits;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Handwritten digits whose owners keep them. */
class FederatedDigitsTest {
  private final Digits.Rows rows = Digits.all().shuffled(1);
  private final Digits.Rows train = rows.range(0, 1300);
  private final Digits.Rows test = rows.range(1300, rows.count());

  /** Each with the digits of two labels only. */
  private Map<String, Client> unlike(int steps) {
    Map<String, Client> clients = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      int a = i;
      int b = (i + 1) % 10;
      int half = i % 2;
      Digits.Rows own =
          train.where(
              row -> (train.labels()[row] == a || train.labels()[row] == b) && row % 2 == half);
      clients.put("writer-" + i, SoftmaxRegression.client(own, steps, 0.5));
    }
    return clients;
  }

  private Federation run(FederatedAveraging averaging, int steps, int rounds) {
    Federation federation = averaging.start(SoftmaxRegression.zeros(), unlike(steps));
    for (int i = 0; i < rounds; i++) {
      federation.round();
    }
    return federation;
  }

  @Test
  void ofOneStepIsGradientDescentOnAllTheData() {
    Map<String, Client> clients = new TreeMap<>();
    int[] bounds = {0, 100, 500, 1300};
    for (int i = 0; i < 3; i++) {
      Digits.Rows own = train.range(bounds[i], bounds[i + 1]);
      clients.put("part-" + i, SoftmaxRegression.client(own, 1, 0.5));
    }
    Federation federation =
        FederatedAveraging.withDefaults().start(SoftmaxRegression.zeros(), clients);
    for (int i = 0; i < 5; i++) {
      federation.round();
    }
    Weights together = SoftmaxRegression.descend(SoftmaxRegression.zeros(), train, 5, 0.5, 0);
    float[] expected = together.get("weight").toFloats();
    float[] found = federation.weights().get("weight").toFloats();
    for (int i = 0; i < expected.length; i++) {
      // values stay below 1; each step rounds a few times by 2^-25
      assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void learnsAllTenDigitsFromClientsThatKnowTwoEach() {
    Weights alone =
        SoftmaxRegression.descend(
            SoftmaxRegression.zeros(), train.where(row -> train.labels()[row] < 2), 50, 0.5, 0);
    assertThat(SoftmaxRegression.accuracy(alone, test)).isLessThan(0.3);
    Federation federation = run(FederatedAveraging.withDefaults(), 5, 40);
    assertThat(SoftmaxRegression.accuracy(federation.weights(), test)).isGreaterThan(0.90);
  }

  @Test
  void driftsLessWithAProximalTerm() {
    double[] change = new double[2];
    for (int i = 0; i < 2; i++) {
      Federation federation =
          FederatedAveraging.withDefaults()
              .withProximal(i)
              .start(SoftmaxRegression.zeros(), unlike(20));
      change[i] = federation.round().change();
    }
    assertThat(change[1]).isPositive().isLessThan(0.6 * change[0]);
  }

  @Test
  void learnsWithinAPrivacyBudget() {
    Map<String, Client> clients = new TreeMap<>();
    for (int i = 0; i < 650; i++) {
      clients.put("owner-" + i, SoftmaxRegression.client(train.range(2 * i, 2 * i + 2), 1, 1));
    }
    PrivacyBudget budget = new PrivacyBudget(8, 1e-4);
    Privacy secure = Privacy.forRounds(1, budget, 0.1, 40);
    Privacy seeded = new Privacy(1, secure.noiseMultiplier(), budget, new SplittableRandom(11));
    Federation federation =
        FederatedAveraging.withDefaults()
            .withSampling(new Sampling.Independent(0.1))
            .withPrivacy(seeded)
            .start(SoftmaxRegression.zeros(), clients);
    double epsilon = 0;
    for (int i = 0; i < 40; i++) {
      epsilon = federation.round().findPrivacy().orElseThrow().epsilon();
    }
    assertThat(epsilon).isBetween(7.99, 8.0);
    assertThat(SoftmaxRegression.accuracy(federation.weights(), test)).isGreaterThan(0.6);
  }

  @Test
  void trainsANetworkTogether() {
    Network network =
        Network.sequential(
            Shape.of(Digits.PIXELS), Linear.of(24), Activation.relu(), Linear.of(10));
    Trainer trainer = Trainer.withDefaults().learningRate(0.01).epochs(1);
    Map<String, NetworkClient> clients = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      Digits.Rows own = train.range(200 * i, 200 * i + 200);
      float[] targets = new float[own.count()];
      for (int row = 0; row < targets.length; row++) {
        targets[row] = own.labels()[row];
      }
      Examples examples = Examples.of(own.inputs(), targets, targets.length);
      clients.put("client-" + i, new NetworkClient(trainer, network, examples));
    }
    Federation federation =
        FederatedAveraging.withDefaults()
            .withProximal(0.01)
            .start(network.initialWeights(3), clients);
    for (int round = 0; round < 8; round++) {
      federation.round();
    }
    try (TorchNetwork model = TorchNetwork.load(network, federation.weights())) {
      float[] outputs = model.run(test.inputs(), test.count());
      int right = 0;
      for (int row = 0; row < test.count(); row++) {
        int best = 0;
        for (int k = 1; k < 10; k++) {
          best = outputs[row * 10 + k] > outputs[row * 10 + best] ? k : best;
        }
        right += best == test.labels()[row] ? 1 : 0;
      }
      assertThat(right / (double) test.count()).isGreaterThan(0.85);
    }
  }
}
