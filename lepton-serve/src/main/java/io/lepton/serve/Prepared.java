package io.lepton.serve;

import io.lepton.monitor.Monitor;
import org.jspecify.annotations.Nullable;

/**
 * A version that could serve at once.
 *
 * @param live the loaded version; if it was kept warm, the slot owns it
 * @param monitor what would watch it, or null
 * @param load where it came from
 */
record Prepared(LivePredictor live, @Nullable Monitor monitor, Swap.Load load) {
  /** Gives up what serving would have taken over. */
  void discard() {
    if (monitor != null) {
      monitor.close();
    }
    if (load == Swap.Load.LOADED) {
      live.letGo();
    }
  }
}
