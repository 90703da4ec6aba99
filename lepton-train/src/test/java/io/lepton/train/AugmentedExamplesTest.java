package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.BatchAugmentations;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentedExamplesTest {
  private static List<float[]> inputs(Examples examples, int epoch) {
    List<float[]> inputs = new ArrayList<>();
    Iterator<Examples.Batch> batches = examples.epoch(3, epoch, 4);
    batches.forEachRemaining(batch -> inputs.add(batch.inputs()));
    return inputs;
  }

  private static Examples ten() {
    float[] inputs = new float[20];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i;
    }
    return Examples.of(inputs, new float[10], 10);
  }

  @Test
  void changesEachEpochOtherwiseAndEachRunAlike() {
    Examples noisy = new AugmentedExamples(ten(), "noise", BatchAugmentations.noise(0.1), 5);

    assertThat(inputs(noisy, 1)).hasSize(3).usingRecursiveComparison().isEqualTo(inputs(noisy, 1));
    assertThat(inputs(noisy, 1).get(0)).isNotEqualTo(inputs(ten(), 1).get(0));
    float[] first = inputs(noisy, 1).get(0);
    float[] second = inputs(noisy, 2).get(0);
    float[] plainFirst = inputs(ten(), 1).get(0);
    float[] plainSecond = inputs(ten(), 2).get(0);
    assertThat(first[0] - plainFirst[0]).isNotEqualTo(second[0] - plainSecond[0]);
    assertThat(noisy.fingerprint()).endsWith("augmented by noise with seed 5");
    assertThat(noisy.rows()).isEqualTo(10);
  }

  @Test
  void mixesNoRowThatDoesNotCountIntoOneThatDoes() {
    float[] weights = {1, 0, 2, 0, 1, 1, 0, 0.5f, 1, 1};
    float[] numbers = new float[10];
    float[] others = new float[10];
    for (int row = 0; row < 10; row++) {
      numbers[row] = row;
      others[row] = weights[row] == 0 ? 1e6f : row;
    }
    Augmentation mixup = BatchAugmentations.mixup(1);
    Examples one = new AugmentedExamples(Examples.of(numbers, numbers, weights), "mixup", mixup, 1);
    Examples two = new AugmentedExamples(Examples.of(others, others, weights), "mixup", mixup, 1);
    Iterator<Examples.Batch> batches = two.epoch(3, 1, 4);
    int mixed = 0;
    for (Iterator<Examples.Batch> all = one.epoch(3, 1, 4); all.hasNext(); ) {
      Examples.Batch left = all.next();
      Examples.Batch right = batches.next();
      for (int row = 0; row < left.rows(); row++) {
        if (left.weights()[row] > 0) {
          assertThat(right.inputs()[row]).isEqualTo(left.inputs()[row]);
          assertThat(right.targets()[row]).isEqualTo(left.targets()[row]);
          mixed += left.inputs()[row] == Math.rint(left.inputs()[row]) ? 0 : 1;
        } else {
          assertThat(right.inputs()[row]).as("as it is").isEqualTo(1e6f);
        }
      }
    }
    assertThat(mixed).isPositive();
  }

  @Test
  void refusesAnAugmentationThatLosesRows() {
    Augmentation loses = (batch, random) -> new LabelledBatch(1, new float[2], new float[1]);

    assertThatThrownBy(() -> inputs(new AugmentedExamples(ten(), "bad", loses, 1), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the augmentation bad made 1 rows of 2 inputs out of 4 of 2");
  }
}
