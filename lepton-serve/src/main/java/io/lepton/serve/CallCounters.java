package io.lepton.serve;

import io.lepton.model.Version;
import java.util.concurrent.atomic.LongAdder;

/** What was counted of one version's calls. */
final class CallCounters {
  final LatencyHistogram latency = new LatencyHistogram();
  final LongAdder rows = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder errors = new LongAdder();

  CallStatistics read(Version version) {
    return new CallStatistics(
        version, rows.sum(), rejected.sum(), errors.sum(), latency.read().orElse(null));
  }
}
