package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void standsStillUntilMoved() {
    FakeClock clock = FakeClock.at(START);
    assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
    assertThat(clock.advance(Duration.ofNanos(1))).isEqualTo(START.plusNanos(1));
    assertThat(clock.instant()).isEqualTo(START.plusNanos(1));
    assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
  }

  @Test
  void sharesItsTimeWithOtherZones() {
    FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
    Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
    clock.advance(Duration.ofHours(1));
    assertThat(tokyo.instant()).isEqualTo(clock.instant());
    assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void goesBackOnlyWhenSet() {
    FakeClock clock = FakeClock.at(START);
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidInputException.class);
    clock.set(START.minusSeconds(5));
    assertThat(clock.instant()).isEqualTo(START.minusSeconds(5));
  }

  @Test
  void losesNoStepOfManyThreads() {
    FakeClock clock = FakeClock.at(START);
    Race.allSucceed(
        thread ->
            () -> {
              for (int i = 0; i < 10_000; i++) {
                clock.advance(Duration.ofNanos(1));
              }
            });
    assertThat(clock.instant()).isEqualTo(START.plusNanos(10_000L * Race.THREADS));
  }
}
