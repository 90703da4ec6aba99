/**
 * Bayesian answers about proportions: {@link io.lepton.stats.bayes.BetaPosterior} says how probably
 * one is above another, and what choosing wrongly is expected to cost.
 */
@NullMarked
package io.lepton.stats.bayes;

import org.jspecify.annotations.NullMarked;
