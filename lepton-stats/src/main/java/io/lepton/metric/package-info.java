/**
 * How good a model is on one set of data, every number with its interval. Start at {@link
 * io.lepton.metric.ClassificationResult}, {@link io.lepton.metric.RegressionResult} or {@link
 * io.lepton.metric.RankingResult}.
 */
@NullMarked
package io.lepton.metric;

import org.jspecify.annotations.NullMarked;
