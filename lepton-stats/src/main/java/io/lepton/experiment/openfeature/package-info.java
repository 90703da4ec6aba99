/**
 * Experiments as feature flags of <a href="https://openfeature.dev">OpenFeature</a>: an application
 * that asks for flags through that API takes part in experiments without knowing Lepton. Needs
 * {@code dev.openfeature:sdk}, which the application brings. Begin with {@link
 * io.lepton.experiment.openfeature.ExperimentProvider}.
 */
@NullMarked
package io.lepton.experiment.openfeature;

import org.jspecify.annotations.NullMarked;
