/**
 * Why a model says what it says. Start with a {@link io.lepton.explain.ModelFunction}, which lets
 * any engine's predictor, or any function of numbers, be asked in batches; then
 *
 * <ul>
 *   <li>one prediction: {@link io.lepton.explain.KernelShap} (contributions that add up), {@link
 *       io.lepton.explain.Lime} (a simple model that holds nearby), {@link
 *       io.lepton.explain.Counterfactuals} (the smallest changes that would turn it);
 *   <li>the whole model: {@link io.lepton.explain.PermutationImportance}, {@link
 *       io.lepton.explain.PartialDependence}, {@link io.lepton.explain.ShapSummary};
 *   <li>networks that can be differentiated: {@code io.lepton.explain.gradient};
 *   <li>a page of all that: {@link io.lepton.explain.ExplanationReport}.
 * </ul>
 *
 * <p>Everything is seeded, asks the model in batches, and tells a {@link
 * io.lepton.explain.ProgressListener} how far it is. An explanation is of the model, not of the
 * world: a feature that matters to the model need not cause anything.
 */
@NullMarked
package io.lepton.explain;

import org.jspecify.annotations.NullMarked;
