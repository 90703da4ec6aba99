package io.lepton.serve;

import io.lepton.monitor.internal.Listeners;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What listeners are to be told once no lock is held: a listener may roll back, or wait for a
 * thread that does.
 */
final class Events {
  private final List<DeploymentListener> listeners;
  private final Queue<Consumer<DeploymentListener>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean delivering = new AtomicBoolean();

  Events(List<DeploymentListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  void add(Consumer<DeploymentListener> event) {
    waiting.add(event);
  }

  /** One thread delivers at a time, so that listeners are told in order. */
  void deliver() {
    while (!waiting.isEmpty() && delivering.compareAndSet(false, true)) {
      try {
        Consumer<DeploymentListener> event = waiting.poll();
        while (event != null) {
          Listeners.tell(listeners, event);
          event = waiting.poll();
        }
      } finally {
        delivering.set(false);
      }
    }
  }
}
