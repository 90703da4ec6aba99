package io.lepton.registry;

import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A catalogue to which something happens once, just before a version is recorded. */
final class BeforeRecording {
  private final Catalog delegate;
  private Runnable action = () -> {};

  BeforeRecording(Catalog delegate) {
    this.delegate = delegate;
  }

  void once(Runnable what) {
    action = what;
  }

  Catalog catalog() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("apply")
                  && ((List<?>) arguments[0]).stream().anyMatch(AddVersion.class::isInstance)) {
                Runnable now = action;
                action = () -> {};
                now.run();
              }
              try {
                return method.invoke(delegate, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
