/**
 * Planning: how many cases a comparison needs, what power it has, and the smallest effect it can
 * see, for two means ({@link io.lepton.stats.power.TwoMeansPower}) and for two proportions ({@link
 * io.lepton.stats.power.TwoProportionsPower}).
 */
@NullMarked
package io.lepton.stats.power;

import org.jspecify.annotations.NullMarked;
