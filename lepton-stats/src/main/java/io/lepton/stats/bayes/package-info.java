/**
 * Bayesian answers. {@link io.lepton.stats.bayes.BetaPosterior} is for proportions, {@link
 * io.lepton.stats.bayes.NormalPosterior} for means, differences and lifts, {@link
 * io.lepton.stats.bayes.GammaPosterior} for rates of events: how probably one is above another,
 * what choosing wrongly is expected to cost, credible intervals, and a region of practical
 * equivalence ({@link io.lepton.stats.bayes.Rope}). {@link io.lepton.stats.bayes.BestArm} compares
 * several.
 */
@NullMarked
package io.lepton.stats.bayes;

import org.jspecify.annotations.NullMarked;
