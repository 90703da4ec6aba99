package io.lepton.testkit;

import static io.lepton.testkit.BlobSubject.bytes;
import static io.lepton.testkit.BlobSubject.get;
import static io.lepton.testkit.BlobSubject.keys;
import static io.lepton.testkit.BlobSubject.put;
import static io.lepton.testkit.BlobSubject.putIfFree;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What many threads, and two handles, may do at once. */
interface BlobRaceRules extends BlobSubject {
  int ROUNDS = 20;

  @Test
  @DisplayName(
      "has exactly one winner when many threads write one key, and keeps the winner's bytes")
  default void oneWinner() {
    race(store(), store());
  }

  @Test
  @DisplayName("has exactly one winner when two handles write one key")
  default void oneWinnerAcrossHandles() {
    race(store(), again());
  }

  private static void race(BlobStore even, BlobStore odd) {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "race/" + round;
      List<Race.Outcome<Boolean>> outcomes =
          Race.run(i -> () -> putIfFree(i % 2 == 0 ? even : odd, key, bytes(i, 10_000 + i)));
      int winner = -1;
      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(outcomes.get(i).failure()).as("thread %d", i).isNull();
        if (Boolean.TRUE.equals(outcomes.get(i).value())) {
          assertThat(winner).as("a second winner of round %d", round).isEqualTo(-1);
          winner = i;
        }
      }
      assertThat(winner).as("winner of round %d", round).isNotEqualTo(-1);
      assertThat(get(even, key)).isEqualTo(bytes(winner, 10_000 + winner));
      assertThat(get(odd, key)).isEqualTo(bytes(winner, 10_000 + winner));
    }
    assertThat(keys(even, "")).as("nothing of the losers").hasSize(ROUNDS);
  }

  @Test
  @DisplayName("keeps every blob that many threads write under keys of their own")
  default void keepsAllOfManyThreads() {
    Race.allSucceed(
        thread ->
            () -> {
              for (int i = 0; i < ROUNDS; i++) {
                put(store(), "t" + thread + "/" + i, bytes(thread * 1000L + i, 1000 + i));
              }
            });
    assertThat(keys(store(), "")).hasSize(Race.THREADS * ROUNDS);
    for (int thread = 0; thread < Race.THREADS; thread++) {
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(get(store(), "t" + thread + "/" + i))
            .isEqualTo(bytes(thread * 1000L + i, 1000 + i));
      }
    }
  }

  @Test
  @DisplayName("shows readers a blob whole or not at all while it is written")
  default void wholeOrNotAtAll() {
    byte[] content = bytes(9, 1 << 17);
    AtomicBoolean written = new AtomicBoolean();
    Race.allSucceed(
        thread ->
            () -> {
              if (thread == 0) {
                try {
                  for (int i = 0; i < ROUNDS; i++) {
                    put(store(), "whole/" + i, content);
                  }
                } finally {
                  written.set(true);
                }
                return;
              }
              boolean last;
              do {
                last = written.get();
                for (int i = 0; i < ROUNDS; i++) {
                  readWhole("whole/" + i, content);
                }
              } while (!last);
            });
  }

  private void readWhole(String key, byte[] content) {
    long size;
    try {
      size = store().size(key);
    } catch (NotFoundException notYet) {
      return;
    }
    assertThat(size).as("size of %s", key).isEqualTo(content.length);
    assertThat(Arrays.equals(get(store(), key), content)).as("content of %s", key).isTrue();
  }
}
