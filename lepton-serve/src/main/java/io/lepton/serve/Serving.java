package io.lepton.serve;

import io.lepton.monitor.Monitor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version while it serves.
 *
 * @param live the loaded version
 * @param monitor what watches it, or null
 * @param since when it began to serve
 */
record Serving(LivePredictor live, @Nullable Monitor monitor, Instant since) {}
