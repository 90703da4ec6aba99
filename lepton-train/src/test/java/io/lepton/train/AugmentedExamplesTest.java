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
  void refusesAnAugmentationThatLosesRows() {
    Augmentation loses = (batch, random) -> new LabelledBatch(1, new float[2], new float[1]);

    assertThatThrownBy(() -> inputs(new AugmentedExamples(ten(), "bad", loses, 1), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the augmentation bad made 1 rows of 2 inputs out of 4 of 2");
  }
}
