/**
 * Training: a {@link io.lepton.train.Template} such as {@link io.lepton.train.TabularClassifier} is
 * defined, trained on data, and gives a {@link io.lepton.train.TrainedModel} whose {@link
 * io.lepton.train.TrainedModel#snapshot()} can be saved. The snapshot holds everything needed to
 * predict from raw rows: cleaning, encoding, weights; and how the training data looked, for
 * monitoring. The same data, settings and seed give the same weights to the bit on the same
 * machine.
 */
@NullMarked
package io.lepton.train;

import org.jspecify.annotations.NullMarked;
