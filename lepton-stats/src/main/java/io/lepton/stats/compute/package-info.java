/**
 * Where resampling, permutation, simulation and posterior draws are computed: {@link
 * io.lepton.stats.compute.JvmBackend} (always there), ND4J on CPU or CUDA ({@code
 * io.lepton.stats.compute.nd4j}, an optional dependency), and the choice between them, which is
 * named or measured, never silent: {@link io.lepton.stats.compute.Backends}.
 */
@NullMarked
package io.lepton.stats.compute;

import org.jspecify.annotations.NullMarked;
