package io.lepton.data.augment;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Trains a model on attacks against itself as it is at that step (Madry et al. 2018), so that it
 * withstands them. It costs a gradient by inputs for each step of the attack, and usually some
 * accuracy on unchanged inputs.
 */
public final class AdversarialTraining implements Augmentation {
  private final Attack attack;
  private final double share;
  private final Supplier<InputGradient> model;

  /**
   * Trains on attacks.
   *
   * @param attack on each batch
   * @param share of rows that are attacked, from 0 to 1; 1 in the paper
   * @param model gives the gradient of the model as it is at the time of the call
   * @throws io.lepton.error.InvalidInputException if the share is out of range
   */
  public AdversarialTraining(Attack attack, double share, Supplier<InputGradient> model) {
    this.attack = Objects.requireNonNull(attack);
    this.share = Draws.requireProbability(share);
    this.model = Objects.requireNonNull(model);
  }

  @Override
  public LabelledBatch apply(LabelledBatch batch, SplittableRandom random) {
    Augmentation all = (examples, draws) -> attack.attack(examples, model.get(), draws);
    return (share == 1 ? all : BatchAugmentations.sometimes(share, all)).apply(batch, random);
  }
}
