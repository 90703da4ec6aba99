/**
 * Makes models smaller and faster, and measures what that costs.
 *
 * <p>Quantisation: {@link io.lepton.compress.DynamicInt8} and {@link io.lepton.compress.StaticInt8}
 * rewrite an ONNX model to compute with 8-bit integers; {@link io.lepton.compress.PackedWeights}
 * stores any snapshot's weights with fewer bits. {@link io.lepton.compress.Pruning} sets weights to
 * zero, {@link io.lepton.compress.StructuredPruning} removes whole units, {@link
 * io.lepton.compress.LowRank} factors matrices, {@link io.lepton.compress.Distillation} teaches a
 * smaller network. {@link io.lepton.compress.CompressionReport} sets the result beside the
 * original: size, latency, memory, and the metric with a paired test.
 */
@NullMarked
package io.lepton.compress;

import org.jspecify.annotations.NullMarked;
