/** Networks on DJL's PyTorch engine. Not API. */
@NullMarked
package io.lepton.train.djl.internal;

import org.jspecify.annotations.NullMarked;
