package io.lepton.registry;

import io.lepton.error.StorageException;
import io.lepton.spi.Catalog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A catalogue of which one call fails: before it has an effect, or after. */
final class FaultyCatalog implements InvocationHandler {
  /** When the failure shows. */
  enum Moment {
    BEFORE,
    AFTER
  }

  private final Catalog delegate;
  private final Moment moment;
  private long calls;
  private long failing = Long.MAX_VALUE;

  FaultyCatalog(Catalog delegate, Moment moment) {
    this.delegate = delegate;
    this.moment = moment;
  }

  Catalog catalog() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, this);
  }

  /** Lets the n-th call from now, counted from 0, fail. */
  synchronized void failAfter(long n) {
    failing = calls + n;
  }

  synchronized void restore() {
    failing = Long.MAX_VALUE;
  }

  private synchronized boolean fails() {
    return calls++ == failing;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean fails = !method.getName().equals("close") && fails();
    if (fails && moment == Moment.BEFORE) {
      throw failure(method);
    }
    try {
      Object result = method.invoke(delegate, arguments);
      if (fails) {
        throw failure(method);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static StorageException failure(Method method) {
    return new StorageException(
        StorageException.Kind.TRANSIENT, "injected: " + method.getName() + " fails", null);
  }
}
