package io.lepton.monitor.internal;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, none of whom may stop the others or whoever tells them. */
public final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private Listeners() {}

  /** Gives each listener to the call, and logs what it throws. */
  public static <T> void tell(List<? extends T> listeners, Consumer<? super T> call) {
    for (T listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.warn("listener {} failed; serving goes on", listener, e);
      }
    }
  }

  /** The same for plain consumers. */
  public static <E> void send(List<? extends Consumer<? super E>> listeners, E event) {
    tell(listeners, listener -> listener.accept(event));
  }
}
