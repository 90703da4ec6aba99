/**
 * Training: {@link io.lepton.train.TabularClassifier} learns to tell classes apart from a table,
 * and gives a {@link io.lepton.train.Trained} whose {@link io.lepton.train.Trained#snapshot()} can
 * be saved. The snapshot holds everything needed to predict from raw rows: cleaning, encoding,
 * weights; and how the training data looked, for monitoring. The same data, settings and seed give
 * the same weights to the bit on the same machine.
 */
@NullMarked
package io.lepton.train;

import org.jspecify.annotations.NullMarked;
