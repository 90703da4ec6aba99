package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lepton.bytes.ByteSource;
import io.lepton.error.LeptonException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damages valid files at random, by seed, and holds the reader to its promise: a Lepton exception,
 * or a file that an independent check finds consistent; in bounded time and memory.
 */
class SafetensorsMutationTest {
  private static final long SEED = 20261122;
  private static final int MUTANTS = 120_000;

  /** Reading so little takes microseconds; this allows for a cold, interpreted start. */
  private static final long MAX_CPU_NANOS = 500_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static List<byte[]> validFiles() {
    Weights mixed =
        Weights.builder()
            .put("bytes", Tensor.of(DType.U8, Shape.of(3), ByteSource.of(new byte[] {1, 2, 3})))
            .put("floats", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, Float.NaN))
            .put("empty", Tensor.ofDoubles(Shape.of(0, 9)))
            .put("scalar \u00e9\"\n", Tensor.ofLongs(Shape.of(), 7))
            .put("half", Tensor.of(DType.BF16, Shape.of(1), ByteSource.of(new byte[2])))
            .put("packed", Tensor.of(DType.F4, Shape.of(2, 2), ByteSource.of(new byte[2])))
            .build();
    return List.of(
        SafetensorsRoundTripTest.written(mixed, Map.of("format", "pt", "k\u0001", "\ud83d\ude00")),
        SafetensorsRoundTripTest.written(
            Weights.builder().put("w", Tensor.ofFloats(Shape.of(2), 1, 2)).build(), Map.of()),
        SafetensorsRoundTripTest.written(Weights.empty(), Map.of("a", "b")),
        RawFile.of("{}", 0),
        RawFile.of(
            "{ \"b\" : {\"shape\":[1 ,2],\"data_offsets\":[ 1,3 ],\"dtype\":\"\\u0055\\u0038\"},"
                + "\"a\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}   ",
            3));
  }

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyMutantIsRefusedOrConsistent() {
    List<byte[]> valid = validFiles();
    valid.forEach(file -> SafetensorsChecks.checkRead(file, RawFile.read(file)));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = new Mutator(new SplittableRandom(SEED + i)).mutate(valid.get(i % 5));
      String outcome;
      try {
        outcome = judge(mutant);
      } catch (Throwable e) {
        throw new AssertionError(
            "mutant " + i + " of seed " + SEED + ": " + HexFormat.of().formatHex(mutant), e);
      }
      outcomes.merge(outcome, 1, Integer::sum);
    }
    assertThat(outcomes.values().stream().mapToInt(n -> n).sum()).isEqualTo(MUTANTS);
    assertThat(outcomes.getOrDefault("refused", 0))
        .as("mutants refused of %s", outcomes)
        .isGreaterThan(MUTANTS / 4);
    assertThat(outcomes.getOrDefault("consistent", 0))
        .as("mutants that are valid still, of %s", outcomes)
        .isGreaterThan(MUTANTS / 100);
  }

  private static String judge(byte[] mutant) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    SafetensorsFile read = null;
    LeptonException refusal = null;
    try {
      read = RawFile.read(mutant);
    } catch (LeptonException e) {
      refusal = e;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    if (cpu > MAX_CPU_NANOS) {
      throw new AssertionError("it took " + cpu + " ns of CPU");
    }
    // The first time a call site runs, the JVM links it on the reader's account: look again.
    if (allocated > Allocation.bound(mutant)
        && Allocation.ofReading(mutant) > Allocation.bound(mutant)) {
      throw new AssertionError("reading its " + mutant.length + " bytes allocated " + allocated);
    }
    if (read != null) {
      SafetensorsChecks.checkRead(mutant, read);
      return "consistent";
    }
    assertThat(refusal).hasMessageStartingWith("test");
    return "refused";
  }
}
