package io.lepton.serve;

import java.time.Duration;

/**
 * How long calls took. Percentiles are upper ends of histogram buckets: never below the true value,
 * and above it by at most one part in 32.
 *
 * @param count calls measured, at least 1
 * @param p50 half of the calls took at most this long
 * @param p95 95 % of the calls took at most this long
 * @param p99 99 % of the calls took at most this long
 * @param max the slowest call
 */
public record Latency(long count, Duration p50, Duration p95, Duration p99, Duration max) {}
