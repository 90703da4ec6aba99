/**
 * Learning that goes on. {@link io.lepton.continual.Continual} trains one network on one task after
 * the other and reports what it forgot; {@link io.lepton.continual.ReplayBuffer} keeps a few old
 * examples, {@link io.lepton.continual.Ewc} keeps the weights that mattered. {@link
 * io.lepton.train.OnlineLearner} learns from a stream, and {@link io.lepton.continual.Prequential}
 * measures it on the way.
 */
@NullMarked
package io.lepton.continual;

import org.jspecify.annotations.NullMarked;
