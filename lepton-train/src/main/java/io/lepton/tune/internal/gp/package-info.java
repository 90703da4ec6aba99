/**
 * Gaussian processes on the unit cube, their fit by the posterior of the kernel's parameters, the
 * logarithm of the expected improvement, and the search for its maximum. Knows nothing of studies.
 */
@NullMarked
package io.lepton.tune.internal.gp;

import org.jspecify.annotations.NullMarked;
