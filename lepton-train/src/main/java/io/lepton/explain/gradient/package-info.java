/**
 * Why a network says what it says, element by element of its input: {@link
 * io.lepton.explain.gradient.IntegratedGradients} where contributions must add up, {@link
 * io.lepton.explain.gradient.Saliency} (plain, times the input, or smoothed) for a quick look, and
 * {@link io.lepton.explain.gradient.Occlusion}, which needs no gradient. All of them work on a
 * {@link io.lepton.explain.gradient.DifferentiableModel}.
 */
@NullMarked
package io.lepton.explain.gradient;

import org.jspecify.annotations.NullMarked;
