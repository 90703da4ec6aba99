/**
 * ONNX: export of networks, and ONNX Runtime to run them.
 *
 * <p>{@link io.lepton.train.onnx.Onnx#export} writes a network as an ONNX model; {@link
 * io.lepton.train.onnx.Onnx#snapshot} wraps a model as a snapshot of the format {@value
 * io.lepton.train.onnx.OnnxEngine#FORMAT}, which {@link io.lepton.train.onnx.OnnxEngine} loads;
 * {@link io.lepton.train.onnx.OnnxRunner} runs any ONNX model on plain tensors.
 *
 * <p>Both need optional dependencies: {@code com.microsoft.onnxruntime:onnxruntime} to run, {@code
 * org.tribuo:tribuo-util-onnx} to export. Without them, the error names the coordinates to add.
 */
@NullMarked
package io.lepton.train.onnx;

import org.jspecify.annotations.NullMarked;
