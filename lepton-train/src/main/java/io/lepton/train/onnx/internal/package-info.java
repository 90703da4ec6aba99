/** ONNX Runtime's sessions and the ONNX protos, away from those who have neither. Not API. */
@NullMarked
package io.lepton.train.onnx.internal;

import org.jspecify.annotations.NullMarked;
