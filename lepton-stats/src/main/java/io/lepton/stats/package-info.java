/**
 * What the statistics of Lepton share: the {@link io.lepton.stats.Alternative} a test is against,
 * the {@link io.lepton.stats.SampleSummary} of a sample. Tests are in {@code io.lepton.stats.test},
 * intervals in {@code interval}, planning in {@code power}, corrections for several tests in {@code
 * multiple}, the bootstrap in {@code resample}, posteriors in {@code bayes} and the watch over
 * changing data in {@code drift}. Every statistic is an immutable configured object, safe for use
 * by many threads: {@code withDefaults()}, {@code with...}, then {@code test(...)}.
 */
@NullMarked
package io.lepton.stats;

import org.jspecify.annotations.NullMarked;
