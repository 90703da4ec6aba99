/**
 * Keeps account of differential privacy. {@link io.lepton.privacy.RdpAccountant} adds up what
 * releases with Gaussian noise have cost, {@link io.lepton.privacy.PrivacyBudget} says when to
 * stop, {@link io.lepton.privacy.NoiseCalibration} finds the least noise that keeps a budget.
 *
 * <p>Two data sets are neighbours if one is the other with one unit added or removed; a unit is
 * what is sampled and clipped, such as a client of a federation.
 */
@NullMarked
package io.lepton.privacy;

import org.jspecify.annotations.NullMarked;
