package io.lepton.train;

import io.lepton.data.augment.ModelAugmentation;
import java.util.Objects;

/** How a template is trained against itself. */
record Adversary(String description, ModelAugmentation augmentation) {
  /** The name under which the lineage's environment names it. */
  static final String NAME = "adversarial training";

  Adversary {
    Objects.requireNonNull(description);
    Objects.requireNonNull(augmentation);
  }

  Trainer in(Trainer trainer) {
    return trainer.augment(description, augmentation);
  }
}
