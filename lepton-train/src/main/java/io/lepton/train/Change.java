package io.lepton.train;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.TextAugmentation;
import java.util.Objects;

/** How a template's training data is changed, otherwise in each epoch. */
sealed interface Change {
  /** The name under which the lineage's environment names it. */
  String NAME = "augmentation";

  /** What it does. */
  String description();

  /** Of rows as the network takes them. */
  record OfBatches(String description, Augmentation augmentation) implements Change {
    public OfBatches {
      Objects.requireNonNull(description);
      Objects.requireNonNull(augmentation);
    }
  }

  /** Of texts, before they are cut into tokens. */
  record OfTexts(String description, TextAugmentation augmentation) implements Change {
    public OfTexts {
      Objects.requireNonNull(description);
      Objects.requireNonNull(augmentation);
    }
  }
}
