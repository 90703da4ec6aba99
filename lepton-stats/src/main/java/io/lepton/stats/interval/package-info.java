/**
 * Intervals for proportions: one ({@link io.lepton.stats.interval.Wilson}, {@link
 * io.lepton.stats.interval.ClopperPearson}), the difference of two independent ones ({@link
 * io.lepton.stats.interval.Newcombe}) and of two paired ones ({@link
 * io.lepton.stats.interval.BonettPrice}).
 */
@NullMarked
package io.lepton.stats.interval;

import org.jspecify.annotations.NullMarked;
