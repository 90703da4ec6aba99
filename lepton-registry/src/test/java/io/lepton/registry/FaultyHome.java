package io.lepton.registry;

import io.lepton.crypto.QuickKeys;
import io.lepton.error.StorageException;
import io.lepton.registry.disk.Fault;
import io.lepton.registry.disk.Machine;
import io.lepton.registry.disk.Machine.Call;
import io.lepton.registry.disk.Machine.Outcome;
import io.lepton.registry.disk.VolatileDisk;
import io.lepton.registry.disk.VolatileFiles;
import io.lepton.spi.Catalog;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store, with a key ring, whose files lie on a {@link VolatileDisk} and whose every call, also of
 * the catalogue, a {@link Machine} can let fail. The catalogue commits at once and for good, as
 * databases do.
 */
final class FaultyHome {
  final Machine machine = new Machine();
  final VolatileDisk disk = new VolatileDisk(machine);
  final InMemoryCatalog catalog = new InMemoryCatalog();
  private final VolatileFiles files = new VolatileFiles(disk);
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final String[] folder;

  FaultyHome() {
    this("home");
  }

  FaultyHome(String... folder) {
    this.folder = folder;
  }

  ModelManager open() {
    return ModelManager.builder(files.path(folder))
        .author("ann")
        .clock(clock)
        .catalog(breakable())
        .keys(QuickKeys.open(LocalBlobStore.open(files.path("ring"))))
        .open();
  }

  private Catalog breakable() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    Call call = method.getName().equals("apply") ? Call.APPLY : Call.QUERY;
    Outcome outcome =
        method.getName().equals("close") ? Outcome.WORKS : machine.meet(call, method.getName());
    if (outcome == Outcome.FAILS) {
      throw failure(method);
    }
    try {
      Object result = method.invoke(catalog, arguments);
      if (outcome == Outcome.FAILS_LATE) {
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

  /** What became of a process and its disk, and a machine that works again. */
  void crash(Fault fault, long seed) {
    disk.crash(fault, seed);
    machine.mend();
  }

  /** Names of the files below a folder, drafts included. */
  List<String> files(String... folder) {
    Path root = files.path(folder);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<String> names = new ArrayList<>();
      all.filter(Files::isRegularFile).forEach(file -> names.add(root.relativize(file).toString()));
      return names;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Flips a bit of a pack. */
  void rot(String pack, int at) {
    try {
      List<String> path = new ArrayList<>(List.of("home", "packs"));
      path.addAll(List.of(pack.split("/")));
      disk.rot(path, at);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
