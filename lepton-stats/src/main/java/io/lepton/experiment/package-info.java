/**
 * A/B tests of model versions, run inside the application.
 *
 * <p>{@link io.lepton.experiment.Experiment#named} begins a definition: the arms, one primary
 * metric, guardrails, and how small an effect matters. {@link
 * io.lepton.experiment.ExperimentDefinition#start} turns it into a recorded {@link
 * io.lepton.experiment.Design} with its sample size, which never changes, and a running {@link
 * io.lepton.experiment.Experiment}: {@code assign} units to arms, {@code record} what came of them,
 * {@code decide} once the planned sample is there. Everything that happened lies in an {@link
 * io.lepton.experiment.ExperimentStore}, an append-only log from which every report can be made
 * again.
 *
 * <p>{@link io.lepton.experiment.BanditExperiment} moves the traffic to the better arms while it
 * runs, and {@link io.lepton.experiment.Interleaving} compares two rankers on one list; both keep
 * their logs in the same store.
 *
 * <p>{@link io.lepton.experiment.ModelComparison} answers the question that comes before: which of
 * two models is better on one test set.
 */
@NullMarked
package io.lepton.experiment;

import org.jspecify.annotations.NullMarked;
