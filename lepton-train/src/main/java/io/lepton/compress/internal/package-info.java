/** How ONNX graphs are rewritten to integers. Not API. */
@NullMarked
package io.lepton.compress.internal;

import org.jspecify.annotations.NullMarked;
