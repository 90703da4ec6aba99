/**
 * Bandits: experiments that move traffic to the better arms while they run. A {@link
 * io.lepton.stats.bandit.Policy} says how probably each arm is chosen given what was seen; {@link
 * io.lepton.stats.bandit.ArmBandit} runs one policy, {@link io.lepton.stats.bandit.LinUcb} one that
 * looks at a context; both are a {@link io.lepton.stats.bandit.Bandit}. {@link
 * io.lepton.stats.bandit.OffPolicyEvaluation} asks of a log what another policy would have earned,
 * {@link io.lepton.stats.bandit.AdaptiveEstimate} what each arm earns. {@code
 * io.lepton.experiment.BanditExperiment} runs them in an application.
 */
@NullMarked
package io.lepton.stats.bandit;

import org.jspecify.annotations.NullMarked;
