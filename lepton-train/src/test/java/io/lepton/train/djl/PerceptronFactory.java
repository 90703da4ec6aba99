package io.lepton.train.djl;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.lepton.error.InvalidInputException;

/** A perceptron as users of DJL write one; its settings are "hidden outputs dropout norm|plain". */
public final class PerceptronFactory implements BlockFactory {
  static final String PLAIN = "16 3 0 plain";
  static final String RICH = "16 3 0.3 norm";

  @Override
  public String name() {
    return "test-perceptron";
  }

  @Override
  public Block create(String settings) {
    String[] parts = settings.split(" ");
    if (parts.length != 4) {
      throw new InvalidInputException("settings \"" + settings + "\"; expected four");
    }
    SequentialBlock block = new SequentialBlock();
    block.add(Linear.builder().setUnits(Long.parseLong(parts[0])).build());
    if (parts[3].equals("norm")) {
      block.add(BatchNorm.builder().build());
    }
    block.add(Activation.reluBlock());
    if (!parts[2].equals("0")) {
      block.add(Dropout.builder().optRate(Float.parseFloat(parts[2])).build());
    }
    return block.add(Linear.builder().setUnits(Long.parseLong(parts[1])).build());
  }
}
