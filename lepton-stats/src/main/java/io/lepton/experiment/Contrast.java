package io.lepton.experiment;

import io.lepton.model.Interval;

/** A treatment's difference from the control on one metric, before any correction. */
record Contrast(
    String test, double controlMean, double difference, Interval interval, double pValue) {}
