package io.lepton.examples;

import io.lepton.experiment.Report;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Version;
import io.lepton.monitor.DriftReport;

/**
 * What the quickstart found, for its report.
 *
 * @param first the baseline
 * @param firstResult on the test set
 * @param second the best of the search
 * @param secondResult on the test set
 * @param difference of the two versions, as text
 * @param comparison of the two on the test set, as text
 * @param experiment at its end
 * @param drift of the window that raised the alert
 */
record Story(
    Version first,
    ClassificationResult firstResult,
    Version second,
    ClassificationResult secondResult,
    String difference,
    String comparison,
    Report experiment,
    DriftReport drift) {}
