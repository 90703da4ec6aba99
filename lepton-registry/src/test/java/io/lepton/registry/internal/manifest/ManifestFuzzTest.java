package io.lepton.registry.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.exchange.Mutations;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Label("A manifest that was damaged or forged")
class ManifestFuzzTest {
  private static final int TRIES = 8_000;
  private static final List<byte[]> GOOD =
      List.of(Manifests.full().toBytes(), Manifests.bare().toBytes());
  private static final AtomicInteger READ = new AtomicInteger();
  private static final AtomicInteger REFUSED = new AtomicInteger();

  @BeforeContainer
  static void good() {
    GOOD.forEach(json -> assertThat(Manifests.read(json)).isTrue());
  }

  @AfterContainer
  static void bothHappened() {
    assertThat(READ.get() + REFUSED.get()).isEqualTo(2 * TRIES);
    assertThat(READ.get()).as("mutants that are manifests").isGreaterThan(TRIES / 50);
  }

  private static void judge(byte[] mutant) {
    (Manifests.read(mutant) ? READ : REFUSED).incrementAndGet();
  }

  @Property(
      seed = "20261122",
      tries = TRIES,
      shrinking = ShrinkingMode.OFF,
      edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
  @Label("in its bytes is refused, or consistent: no other exception, bounded time and memory")
  void bytes(@ForAll @LongRange(min = 0) long seed) {
    judge(new Mutations(seed).mutate(GOOD.get((int) (seed % 2))));
  }

  @Property(
      seed = "20261122",
      tries = TRIES,
      shrinking = ShrinkingMode.OFF,
      edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
  @Label("in its JSON is refused, or consistent: no other exception, bounded time and memory")
  void tokens(@ForAll @LongRange(min = 0) long seed) {
    judge(new JsonMutations(seed).mutate(GOOD.get((int) (seed % 2))));
  }
}
