/**
 * From units to effects by way of sums that merge.
 *
 * <p>{@link io.lepton.stats.aggregate.Moments} holds what any analysis of means, ratios and
 * covariates needs of an arm, in a size that does not grow with the arm: made per shard and merged,
 * it is the same as made at once. {@link io.lepton.stats.aggregate.ValueCounts} does so for
 * quantiles. From two arms' sums {@link io.lepton.stats.aggregate.Effect}, {@link
 * io.lepton.stats.aggregate.RegressionAdjustment}, {@link
 * io.lepton.stats.aggregate.PostStratification} and {@link
 * io.lepton.stats.aggregate.QuantileEffect} estimate the difference with its standard error, which
 * is where fixed, sequential and Bayesian analyses begin.
 */
@NullMarked
package io.lepton.stats.aggregate;

import org.jspecify.annotations.NullMarked;
