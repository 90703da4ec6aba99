/**
 * Low-discrepancy points on the unit cube: Sobol' with Joe and Kuo's direction numbers, Halton, and
 * their randomisation by a seed.
 */
@NullMarked
package io.lepton.tune.internal.qmc;

import org.jspecify.annotations.NullMarked;
