/**
 * Watching for drift: whether what a model gets and says still looks as it did in training. A
 * {@link io.lepton.monitor.Monitor} compares windows of rows with the {@link
 * io.lepton.model.DataProfile} saved with the model, column by column, and raises a {@link
 * io.lepton.monitor.DriftAlert} when one begins to drift.
 *
 * <pre>{@code
 * Monitor monitor =
 *     Monitor.of(profile).window(500).alpha(0.01).onAlert(alert -> page(alert.toString())).start();
 * monitor.observe(rows, predictions);
 * }</pre>
 *
 * <p>An alert means both that the difference is not chance, at a rate of false alarms per window
 * over all columns that is chosen ({@link io.lepton.monitor.MonitorBuilder#alpha}), and that it is
 * large enough to matter ({@link io.lepton.monitor.MonitorBuilder#relevantPsi}): with many rows
 * every difference is significant, with few every index is large. Numbers are compared in the
 * training deciles by chi-square and by Kolmogorov and Smirnov's distance, categories by
 * chi-square; missing values and values that training never met count as bins of their own. The
 * size of a drift is the population stability index. Too few rows to tell is INCONCLUSIVE and never
 * a PASS.
 */
@NullMarked
package io.lepton.monitor;

import org.jspecify.annotations.NullMarked;
