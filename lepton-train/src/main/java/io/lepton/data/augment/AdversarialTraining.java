package io.lepton.data.augment;

import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Trains a model on attacks against itself as it is at that step (Madry et al. 2018), so that it
 * withstands them. It costs a gradient by inputs for each step of the attack, and usually some
 * accuracy on unchanged inputs.
 */
public final class AdversarialTraining implements ModelAugmentation {
  private final Attack attack;
  private final double share;

  /**
   * Trains on attacks.
   *
   * @param attack on each batch
   * @param share of rows that are attacked, from 0 to 1; 1 in the paper
   * @throws io.lepton.error.InvalidInputException if the share is out of range
   */
  public AdversarialTraining(Attack attack, double share) {
    this.attack = Objects.requireNonNull(attack);
    this.share = Draws.requireProbability(share);
  }

  @Override
  public LabelledBatch apply(LabelledBatch batch, InputGradient model, SplittableRandom random) {
    Augmentation all = (examples, draws) -> attack.attack(examples, model, draws);
    return (share == 1 ? all : BatchAugmentations.sometimes(share, all)).apply(batch, random);
  }
}
