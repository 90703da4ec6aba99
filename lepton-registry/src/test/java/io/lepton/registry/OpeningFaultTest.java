package io.lepton.registry;

import static io.lepton.registry.disk.Fault.COMMITTED;
import static io.lepton.registry.disk.Fault.FAILS_LATE;
import static io.lepton.registry.disk.Fault.FULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.model.Version;
import io.lepton.registry.disk.Fault;
import io.lepton.spi.Catalog.AppendEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strikes every call that an opening makes, one after the other. */
@DisplayName("When a file or the catalogue fails at any call of an opening of")
class OpeningFaultTest {
  private static final List<Fault> CUTS = List.of(Fault.DROPPED, Fault.TRUNCATED, Fault.REORDERED);

  /** What is opened, and what holds once it was opened without a fault. */
  private record Case(
      String name, Consumer<FaultyHome> prepare, Consumer<FaultyHome> opened, Set<Fault> faults) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static FaultyHome newHome() {
    return new FaultyHome("new", "deep", "home");
  }

  /** Of each case those faults that its opening gives a place to strike. */
  static Stream<Arguments> sweeps() {
    Set<Fault> looking = EnumSet.complementOf(EnumSet.of(FAILS_LATE, FULL, COMMITTED));
    Set<Fault> making = EnumSet.complementOf(EnumSet.of(COMMITTED));
    Set<Fault> all = EnumSet.allOf(Fault.class);
    return Stream.of(
            new Case("a new store", home -> {}, home -> {}, making),
            new Case("a store that is there", OpeningFaultTest::history, home -> {}, looking),
            new Case(
                "a store with a pack to delete and a key to destroy",
                OpeningFaultTest::unfinished,
                OpeningFaultTest::assertFinished,
                all))
        .flatMap(what -> what.faults.stream().map(fault -> Arguments.of(what, fault)));
  }

  private static Version save(ModelManager models, long seed) {
    return models.model("m").save(Samples.small(seed)).commit();
  }

  private static void history(FaultyHome home) {
    try (ModelManager models = home.open()) {
      save(models, 1);
      save(models, 2);
    }
  }

  /** As a crash leaves it after a retirement and a shredding were recorded. */
  private static void unfinished(FaultyHome home) {
    try (ModelManager models = home.open()) {
      Store store = models.store();
      models.model("m").encrypt();
      models.retire(save(models, 1)).because("old");
      try (var stray = store.blobs.create("zz/doomed.pack")) {
        stray.write(ByteBuffer.allocate(100));
        stray.commit();
      }
      Encryption state = Encryption.of(store, "m");
      String key = Objects.requireNonNull(state.key());
      home.catalog.apply(
          List.of(
              new AppendEvent(Leftovers.DOOMED, "zz/doomed.pack", Instant.EPOCH, "{}"),
              state.beginEnding(store, key)));
    }
  }

  private static void assertFinished(FaultyHome home) {
    assertThat(home.files("new", "deep", "home", "packs")).doesNotContain("zz/doomed.pack");
    FaultCases.assertEnded(home);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("sweeps")
  @DisplayName("a store, it opens again, is clean, and keeps what is saved then")
  void everyCall(Case what, Fault fault, TestReporter reporter) {
    List<String> state;
    FaultyHome sound = newHome();
    what.prepare.accept(sound);
    try (ModelManager models = sound.open()) {
      state = FaultSweep.state(models);
    }
    long calls = 0;
    while (strikes(what, fault, calls, state)) {
      calls++;
    }
    assertThat(calls).isPositive();
    reporter.publishEntry(what + ", " + fault, calls + " calls");
  }

  /**
   * Whether the opening made that call. How many it makes is not the same each time: packs have
   * random names, and two of them may share a folder.
   */
  private static boolean strikes(Case what, Fault fault, long at, List<String> state) {
    FaultyHome home = newHome();
    what.prepare.accept(home);
    home.machine.plan(fault, at);
    try (ModelManager models = home.open()) {
      if (!fault.isCrash()) {
        home.machine.mend();
        assertThat(FaultSweep.state(models)).as(where(what, at, home)).isEqualTo(state);
      }
    } catch (StorageException e) {
      assertThat(e).hasStackTraceContaining("injected");
    }
    boolean struck = home.machine.struck();
    if (fault.isCrash()) {
      home.crash(fault, at);
    }
    home.machine.mend();
    List<String> saved;
    try (ModelManager models = home.open()) {
      assertThat(FaultSweep.state(models)).as(where(what, at, home)).isEqualTo(state);
      what.opened.accept(home);
      save(models, 9);
      saved = FaultSweep.state(models);
    }
    home.crash(CUTS.get((int) (at % CUTS.size())), at);
    try (ModelManager models = home.open()) {
      assertThat(FaultSweep.state(models)).as(where(what, at, home)).isEqualTo(saved);
      what.opened.accept(home);
    }
    return struck;
  }

  private static String where(Case what, long at, FaultyHome home) {
    return what.name + ", call " + at + ", " + home.machine;
  }
}
