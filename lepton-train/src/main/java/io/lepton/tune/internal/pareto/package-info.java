/**
 * Several objectives at once: dominance, fronts, crowding, hypervolume. Lower is always better
 * here.
 */
@NullMarked
package io.lepton.tune.internal.pareto;

import org.jspecify.annotations.NullMarked;
