/**
 * More examples from those there are. An {@link io.lepton.data.augment.Augmentation} changes a
 * batch of numbers before a training step, each epoch otherwise: {@link
 * io.lepton.data.augment.ImageAugmentations} for pictures, {@link
 * io.lepton.data.augment.BatchAugmentations} for any input, {@link
 * io.lepton.data.augment.AdversarialTraining} by attacks on the model itself. {@link
 * io.lepton.data.augment.TextAugmentation}s change texts before they are tokenised, and {@link
 * io.lepton.data.augment.Smote} adds rows to a table before it is encoded.
 *
 * <p>All are pure functions of their input and a {@code SplittableRandom}: the same seed gives the
 * same examples on every machine, and what goes in is never changed.
 */
@NullMarked
package io.lepton.data.augment;

import org.jspecify.annotations.NullMarked;
