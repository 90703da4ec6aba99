package io.lepton.spi;

import io.lepton.error.NotFoundException;
import java.util.List;
import java.util.ServiceLoader;

/** Finds providers on the class path through {@link ServiceLoader}. */
public final class Providers {
  private Providers() {}

  /**
   * All providers of a service.
   *
   * @param service the SPI
   * @param <T> the SPI
   * @return new instances, in the loader's order
   */
  public static <T extends Named> List<T> all(Class<T> service) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : service.getClassLoader();
    return ServiceLoader.load(service, loader).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * The provider of a name.
   *
   * @param service the SPI
   * @param name its stable name
   * @param <T> the SPI
   * @return a new instance
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public static <T extends Named> T named(Class<T> service, String name) {
    List<T> all = all(service);
    return all.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no "
                        + service.getSimpleName()
                        + " named \""
                        + name
                        + "\" on the class path; there are "
                        + all.stream().map(Named::name).toList()));
  }
}
