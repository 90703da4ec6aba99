/** Covariance matrix adaptation on the unit cube. Knows nothing of studies. */
@NullMarked
package io.lepton.tune.internal.cma;

import org.jspecify.annotations.NullMarked;
