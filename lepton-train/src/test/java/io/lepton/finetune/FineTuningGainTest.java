package io.lepton.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.data.augment.ImageAugmentations;
import io.lepton.data.augment.TurnedClasses;
import io.lepton.data.image.ImageShape;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.stats.test.PairedT;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.AugmentedExamples;
import io.lepton.train.Digits;
import io.lepton.train.Examples;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FineTuningGainTest {
  private static final int LABELS = 20;

  /**
   * The gain of a draw, 1.2 points, has a deviation of 1.2: 20 draws show it in 99 of 100 cases.
   */
  private static final int DRAWS = 20;

  private static final Trainer TRAINER = Trainer.withDefaults().learningRate(0.003);

  private static Network network(int outputs) {
    return Network.sequential(
        Shape.of(1, 8, 8),
        Conv2d.of(16, 3).with(1, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        Conv2d.of(32, 3).with(2, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        Conv2d.of(32, 3).with(1, 1),
        BatchNorm.withDefaults(),
        Activation.relu(),
        MaxPool.of(2),
        new Flatten(),
        Linear.of(outputs));
  }

  private static Examples examples(Digits.Rows rows) {
    float[] labels = new float[rows.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rows.labels()[i];
    }
    return Examples.of(rows.inputs(), labels, labels.length);
  }

  private static double accuracy(Network network, Weights weights, Digits.Rows rows) {
    try (TorchNetwork model = TorchNetwork.load(network, weights)) {
      float[] outputs = model.run(rows.inputs(), rows.count());
      int right = 0;
      for (int row = 0; row < rows.count(); row++) {
        int best = 0;
        for (int k = 1; k < 5; k++) {
          best = outputs[row * 5 + k] > outputs[row * 5 + best] ? k : best;
        }
        right += best == rows.labels()[row] ? 1 : 0;
      }
      return right / (double) rows.count();
    }
  }

  /** One base that learnt moved and turned pictures of 0 to 4; 5 to 9 are drawn anew each time. */
  @Test
  @Tag("slow")
  void beatsTrainingFromScratchOnSmallDigits() {
    Digits.Rows digits = Digits.all();
    ImageShape shape = new ImageShape(1, 8, 8);
    ImageAugmentations change = ImageAugmentations.of(shape);
    Examples source =
        new AugmentedExamples(
            examples(digits.ofLabels(0, 1, 2, 3, 4)),
            "moved and turned",
            change.shift(0.12, 0.12).andThen(change.rotate(15)).andThen(TurnedClasses.of(shape)),
            1);
    Network turned = network(5 * TurnedClasses.WAYS);
    Weights base =
        TRAINER
            .epochs(30)
            .schedule(Schedule.cosine())
            .train(turned, turned.initialWeights(1), source)
            .weights();
    Network network = network(5);
    double[] scratch = new double[DRAWS];
    double[] tuned = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      Digits.Rows rows = digits.ofLabels(5, 6, 7, 8, 9).shuffled(draw);
      int[] seen = new int[5];
      boolean[] learnt = new boolean[rows.count()];
      for (int row = 0; row < learnt.length; row++) {
        learnt[row] = seen[rows.labels()[row]]++ < LABELS;
      }
      Examples few = examples(rows.where(row -> learnt[row]));
      Digits.Rows test = rows.where(row -> !learnt[row]);
      Trainer trainer = TRAINER.batchSize(20).epochs(15).seed(draw);
      Weights anew = network.initialWeights(100 + draw);
      scratch[draw] = accuracy(network, trainer.train(network, anew, few).weights(), test);
      FineTuning tuning = FineTuning.of(turned, base).replaceHead(5, draw);
      tuned[draw] = accuracy(network, tuning.train(trainer, few).weights(), test);
    }
    PairedT.Result gain = PairedT.withDefaults().test(tuned, scratch);
    assertThat(gain.interval().low()).as(gain.toString()).isPositive();
  }
}
