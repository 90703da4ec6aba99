/**
 * Planning an experiment. {@link io.lepton.stats.power.PowerPlan} gives power, units and smallest
 * effect, each from the other two, for means, proportions, ratios and margins, several arms,
 * clusters and a covariate; {@link io.lepton.stats.power.TrafficPlan} turns units into days by an
 * {@link io.lepton.stats.power.AccumulationCurve}; {@link io.lepton.stats.power.AaSimulation} asks
 * whether a metric and a test go together, on past data.
 *
 * <p>{@link io.lepton.stats.power.TwoMeansPower}, {@link io.lepton.stats.power.TwoProportionsPower}
 * and {@link io.lepton.stats.power.ArcsinePower} are the bare formulas for two groups, as R and
 * others have them.
 */
@NullMarked
package io.lepton.stats.power;

import org.jspecify.annotations.NullMarked;
