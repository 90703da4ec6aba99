/**
 * The engine that loads and runs Lepton's own models on DJL and PyTorch; the only package, with
 * what is below it, that knows {@code ai.djl}. {@link io.lepton.train.djl.DjlPyTorchEngine} is
 * found by {@link io.lepton.spi.ModelEngine#forFormat}. {@link io.lepton.train.djl.BlockModel}
 * trains DJL blocks of the caller's own; {@link io.lepton.train.djl.TorchScript} takes files that
 * PyTorch made elsewhere.
 *
 * <p>Loading it puts DJL into offline mode for the whole process ({@code ai.djl.offline=true}): it
 * then neither downloads native libraries nor reports its use to anyone, which it otherwise does.
 * PyTorch computes with one thread unless the system property {@code ai.djl.pytorch.num_threads}
 * says otherwise before the first use: the number of threads changes the bits of a training, and
 * small models only get slower with more. The native libraries, about 430 MB, are unpacked once to
 * {@code ~/.djl.ai}, or to the folder the system property {@code DJL_CACHE_DIR} names.
 */
@NullMarked
package io.lepton.train.djl;

import org.jspecify.annotations.NullMarked;
