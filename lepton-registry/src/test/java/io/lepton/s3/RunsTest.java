package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.s3.Runs.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is fetched ahead on S3")
class RunsTest {
  private static final int CHUNK = 1 << 20;
  private static final int HEADER = 56;
  private static final long SIZE = 512L * (CHUNK + HEADER);

  private final Runs runs = new Runs();
  private Instant now = Instant.EPOCH;

  /** One read whose blocks come at once; gives the bytes that were requested for it. */
  private long read(String key, long from, int length) {
    Plan plan = runs.ask(key, from, length, now);
    runs.learned(plan.run(), SIZE);
    plan.begun().forEach(block -> runs.came(block));
    runs.release(plan.parts());
    return plan.begun().stream().mapToLong(block -> block.length).sum()
        + (plan.parts().isEmpty() ? length : 0);
  }

  @Test
  @DisplayName("is nothing for reads that do not follow each other")
  void randomReads() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long from = random.nextInt(255) * 2L * CHUNK;
      now = now.plusSeconds(1);
      assertThat(read("a" + random.nextInt(20), from, 1000)).isEqualTo(1000);
    }
    assertThat(runs.held()).isZero();
  }

  @Test
  @DisplayName(
      "is never more than what was read, the blob's rest or 32 MiB, and in all just the blob")
  void oneAfterTheOther() {
    long fetched = 0;
    int requests = 0;
    for (int i = 0; i < 512; i++) {
      long from = i * (long) (CHUNK + HEADER) + HEADER;
      long more = read("a", from, CHUNK);
      fetched += more;
      requests += more == 0 ? 0 : 1;
      assertThat(fetched).isLessThanOrEqualTo(Math.min(2 * (from + CHUNK), SIZE));
      assertThat(fetched - from - CHUNK).isLessThanOrEqualTo(Runs.MOST_AHEAD);
      assertThat(runs.held()).isLessThanOrEqualTo(Runs.MOST_HELD);
    }
    assertThat(fetched).as("all but two headers").isEqualTo(SIZE - 2 * HEADER);
    assertThat(requests).as("steps that asked for anything").isLessThan(512 / 8 + 10);
    assertThat(runs.held()).as("held when it was read to its end").isZero();
  }

  @Test
  @DisplayName("is on its way once for all who wait for it")
  void onceForAll() {
    read("a", 0, CHUNK);
    Plan first = runs.ask("a", CHUNK, CHUNK, now);
    assertThat(first.begun()).isNotEmpty();
    Plan second = runs.ask("a", CHUNK, CHUNK, now);
    assertThat(second.parts()).isEqualTo(first.parts()).isNotEmpty();
    assertThat(second.begun()).doesNotContainAnyElementsOf(first.begun());
  }

  @Test
  @DisplayName("takes at most 64 MiB for any number of readers, fast or slow, and none when idle")
  void memory() {
    Random random = new Random(2);
    Map<String, Long> places = new HashMap<>();
    Deque<Block> onTheWay = new ArrayDeque<>();
    List<Plan> reading = new ArrayList<>();
    long most = 0;
    for (int i = 0; i < 20_000; i++) {
      String key = "a" + random.nextInt(1 + i % 12);
      long from = random.nextInt(50) == 0 ? 0 : places.getOrDefault(key, 0L);
      if (from + CHUNK <= SIZE) {
        Plan plan = runs.ask(key, from, CHUNK, now);
        runs.learned(plan.run(), SIZE);
        onTheWay.addAll(plan.begun());
        reading.add(plan);
      }
      places.put(key, from + CHUNK <= SIZE ? from + CHUNK : 0);
      while (onTheWay.size() > random.nextInt(9)) {
        Block block = onTheWay.remove();
        if (random.nextInt(100) == 0) {
          runs.failed(block);
        } else {
          runs.came(block);
        }
      }
      while (reading.size() > random.nextInt(9)) {
        runs.release(reading.remove(0).parts());
      }
      if (random.nextInt(100) == 0) {
        runs.drop(key);
      }
      now = now.plusMillis(random.nextInt(100));
      most = Math.max(most, runs.held());
    }
    assertThat(most).isBetween(Runs.MOST_HELD / 2, Runs.MOST_HELD);
    onTheWay.forEach(block -> runs.came(block));
    reading.forEach(plan -> runs.release(plan.parts()));
    now = now.plus(Runs.LIFE);
    assertThat(runs.sweep(now)).as("anything left").isFalse();
    assertThat(runs.held()).isZero();
  }

  @Test
  @DisplayName("is not used after ten seconds, nor when the clock was set back")
  void ages() {
    for (Duration jump : List.of(Runs.LIFE, Duration.ofHours(-1))) {
      String key = "a" + jump;
      read(key, 0, CHUNK);
      assertThat(read(key, CHUNK, CHUNK)).isGreaterThan(CHUNK);
      now = now.plus(Runs.LIFE).minusNanos(1);
      assertThat(read(key, 2 * CHUNK, 1000)).as("just in time").isZero();
      now = now.plusNanos(1).minus(Runs.LIFE).plus(jump);
      assertThat(read(key, 2 * CHUNK + 1000, 1000)).isEqualTo(1000);
      assertThat(runs.held()).isZero();
    }
  }
}
