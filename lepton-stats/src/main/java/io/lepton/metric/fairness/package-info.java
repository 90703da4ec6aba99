/**
 * Whether a classifier of two classes treats groups alike. {@link
 * io.lepton.metric.fairness.Fairness} measures it: rates by group, differences between groups, each
 * with its interval and test, and a verdict of three values where a limit is given. What can be
 * done about it: {@link io.lepton.metric.fairness.ThresholdAdjustment} after training, {@link
 * io.lepton.metric.fairness.Reweighing} before it.
 *
 * <p>The criteria contradict each other wherever groups differ in their share of positives
 * (Chouldechova 2017; Kleinberg, Mullainathan and Raghavan 2017): which one is right is a question
 * about the decision, not about the numbers.
 */
@NullMarked
package io.lepton.metric.fairness;

import org.jspecify.annotations.NullMarked;
