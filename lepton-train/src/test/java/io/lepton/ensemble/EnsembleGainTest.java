package io.lepton.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.stats.test.PairedT;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Digits;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Digits from 200 labels. */
class EnsembleGainTest {
  private static final Network NETWORK =
      Network.sequential(Shape.of(Digits.PIXELS), Linear.of(24), Activation.relu(), Linear.of(10));

  private static Examples examples(Digits.Rows rows) {
    float[] targets = new float[rows.count()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = rows.labels()[i];
    }
    return Examples.of(rows.inputs(), targets, targets.length);
  }

  private static double accuracy(Network network, Weights weights, Digits.Rows rows) {
    try (TorchNetwork model = TorchNetwork.load(network, weights)) {
      float[] outputs = model.run(rows.inputs(), rows.count());
      int right = 0;
      for (int row = 0; row < rows.count(); row++) {
        double[] one = new double[10];
        for (int k = 0; k < 10; k++) {
          one[k] = outputs[row * 10 + k];
        }
        right += Combination.best(one) == rows.labels()[row] ? 1 : 0;
      }
      return right / (double) rows.count();
    }
  }

  @Test
  void fiveNetworksAreBetterThanOne() {
    double[] together = new double[10];
    double[] alone = new double[10];
    for (int seed = 0; seed < 10; seed++) {
      Digits.Rows rows = Digits.all().shuffled(seed);
      Examples train = examples(rows.range(0, 200));
      Digits.Rows test = rows.range(200, rows.count());
      List<Weights> members = new ArrayList<>();
      for (int member = 0; member < 5; member++) {
        members.add(
            Trainer.withDefaults()
                .learningRate(0.01)
                .epochs(15)
                .seed(member)
                .train(NETWORK, NETWORK.initialWeights(10 * seed + member), train)
                .weights());
        alone[seed] += accuracy(NETWORK, members.get(member), test) / 5;
      }
      NetworkEnsemble ensemble = NetworkEnsemble.of(Collections.nCopies(5, NETWORK), members);
      together[seed] = accuracy(ensemble.network(), ensemble.weights(), test);
    }
    PairedT.Result gain = PairedT.withDefaults().test(together, alone);
    assertThat(gain.interval().low()).as(gain.toString()).isPositive();
  }

  @Test
  void oneTrainingGivesMembersThatDiffer() {
    Digits.Rows rows = Digits.all().shuffled(1);
    Digits.Rows test = rows.range(200, rows.count());
    Trainer cycle = Trainer.withDefaults().learningRate(0.05).epochs(8);
    List<Weights> members =
        SnapshotEnsemble.withDefaults()
            .withCycles(3)
            .train(cycle, NETWORK, NETWORK.initialWeights(1), examples(rows.range(0, 200)));
    assertThat(members).hasSize(3);
    assertThat(members.get(1).contentEquals(members.get(2))).isFalse();
    double mean = 0;
    for (Weights member : members) {
      mean += accuracy(NETWORK, member, test) / 3;
    }
    NetworkEnsemble ensemble = NetworkEnsemble.of(Collections.nCopies(3, NETWORK), members);
    assertThat(accuracy(ensemble.network(), ensemble.weights(), test)).isGreaterThan(mean - 0.005);
  }
}
