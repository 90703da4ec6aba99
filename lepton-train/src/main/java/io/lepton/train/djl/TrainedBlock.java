package io.lepton.train.djl;

import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Weights;
import io.lepton.train.History;
import io.lepton.train.djl.internal.BlockArchitecture;
import io.lepton.train.djl.internal.BlockConfig;
import io.lepton.train.djl.internal.BlockRunner;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TensorInput;
import java.util.List;

/**
 * A block with the weights a training found.
 *
 * @param model the block
 * @param weights of the best epoch by validation loss, or of the last without validation
 * @param history of all epochs
 */
public record TrainedBlock(BlockModel model, Weights weights, History history) {
  /**
   * As a classifier, to be saved.
   *
   * @param input name of the tensor in a row, of the block's input shape
   * @param classes in the order of the block's outputs, which are logits
   * @param hyperparameters to be kept with it
   * @param lineage where it came from: data, seed, machine
   * @return a snapshot of the format {@code lepton.djl-block/1}
   * @throws io.lepton.error.InvalidInputException if there are not as many classes as outputs
   */
  public ModelSnapshot classifier(
      String input, List<String> classes, Hyperparameters hyperparameters, Lineage lineage) {
    return snapshot(input, new ModelOutput.Classes(classes), hyperparameters, lineage);
  }

  /**
   * As a regressor, to be saved.
   *
   * @param input name of the tensor in a row, of the block's input shape
   * @param target what the block's one output is of
   * @param hyperparameters to be kept with it
   * @param lineage where it came from: data, seed, machine
   * @return a snapshot of the format {@code lepton.djl-block/1}
   * @throws io.lepton.error.InvalidInputException if the block has several outputs
   */
  public ModelSnapshot regressor(
      String input, String target, Hyperparameters hyperparameters, Lineage lineage) {
    ModelOutput number = new ModelOutput.Numeric(target, 0, 1, ModelOutput.Link.IDENTITY);
    return snapshot(input, number, hyperparameters, lineage);
  }

  private ModelSnapshot snapshot(
      String input, ModelOutput output, Hyperparameters hyperparameters, Lineage lineage) {
    BlockArchitecture architecture = model.architecture();
    int outputs;
    try (BlockRunner runner = BlockRunner.load(architecture, weights)) {
      outputs = runner.outputSize();
    }
    BlockConfig config =
        new BlockConfig(
            architecture.name(),
            architecture.settings(),
            new TensorInput(input, architecture.input()),
            outputs,
            output);
    return ModelSnapshot.builder(BlockConfig.FORMAT)
        .config(Json.text(config))
        .weights(weights)
        .hyperparameters(hyperparameters)
        .signature(config.signature())
        .lineage(lineage)
        .build();
  }
}
