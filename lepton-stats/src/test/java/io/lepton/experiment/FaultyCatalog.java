package io.lepton.experiment;

import io.lepton.error.StorageException;
import io.lepton.spi.Catalog;
import io.lepton.testkit.InMemoryCatalog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A catalogue whose writes fail at random: before anything happened, or after all of it did. */
final class FaultyCatalog {
  final AtomicInteger failures = new AtomicInteger();
  private final Catalog real = new InMemoryCatalog();
  private final Random random;

  FaultyCatalog(long seed) {
    random = new Random(seed);
  }

  Catalog reliable() {
    return real;
  }

  Catalog faulty() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> {
              boolean write = method.getName().equals("apply");
              int luck = write ? draw() : 9;
              if (luck == 0) {
                throw broken("before");
              }
              try {
                Object result = method.invoke(real, arguments);
                if (luck == 1) {
                  throw broken("after");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized int draw() {
    return random.nextInt(4);
  }

  private StorageException broken(String when) {
    failures.incrementAndGet();
    return new StorageException(
        StorageException.Kind.TRANSIENT, "connection lost " + when + " the write", null);
  }

  static List<String> ids(Catalog catalog, String stream) {
    return catalog.events(stream, 0, Integer.MAX_VALUE).stream().map(Catalog.Event::id).toList();
  }
}
