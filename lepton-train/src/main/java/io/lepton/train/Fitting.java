package io.lepton.train;

import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import org.jspecify.annotations.Nullable;

/** Trains a template's network as its recipe says. */
final class Fitting {
  private Fitting() {}

  static TrainedNetwork fit(
      Recipe recipe, Loss loss, Network network, Examples train, @Nullable Examples validation) {
    return fit(recipe, loss, network, network.initialWeights(recipe.seed()), train, validation);
  }

  static TrainedNetwork fit(
      Recipe recipe,
      Loss loss,
      Network network,
      Weights first,
      Examples train,
      @Nullable Examples validation) {
    Trainer trainer = recipe.trainer(loss);
    Examples examples = changed(recipe, train);
    return validation == null
        ? trainer.train(network, first, examples)
        : trainer.train(network, first, examples, validation);
  }

  private static Examples changed(Recipe recipe, Examples plain) {
    return recipe.change() instanceof Change.OfBatches change
        ? new AugmentedExamples(
            plain, change.description(), change.augmentation(), recipe.changeSeed())
        : plain;
  }
}
