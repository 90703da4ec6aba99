/**
 * Looking for good hyperparameters. A {@link io.lepton.tune.SearchSpace} says what may be tried, an
 * {@link io.lepton.tune.Objective} how good a point of it is, and a {@link io.lepton.tune.Study}
 * tries: a {@link io.lepton.tune.Sampler} chooses each point from the {@link
 * io.lepton.tune.History} of those before, a {@link io.lepton.tune.Pruner} ends trials early that
 * are not worth it. {@link io.lepton.tune.CrossValidation} makes an objective of a classifier and a
 * dataset. Studies live in memory, or in a {@link io.lepton.spi.StudyStorage} that several
 * processes share.
 */
@NullMarked
package io.lepton.tune;

import org.jspecify.annotations.NullMarked;
