/**
 * How good a model is on one set of data, every number with its interval. Start at {@link
 * io.lepton.metric.ClassificationResult}.
 */
@NullMarked
package io.lepton.metric;

import org.jspecify.annotations.NullMarked;
