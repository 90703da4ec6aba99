/**
 * Looking for good hyperparameters: a typed {@link io.lepton.tune.SearchSpace}, an {@link
 * io.lepton.tune.Objective} that says how good a point of it is, and a {@link
 * io.lepton.tune.RandomSearch} over it. {@link io.lepton.tune.CrossValidation} makes an objective
 * of a classifier and a dataset.
 */
@NullMarked
package io.lepton.tune;

import org.jspecify.annotations.NullMarked;
