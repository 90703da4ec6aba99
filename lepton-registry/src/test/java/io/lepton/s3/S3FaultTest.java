package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.s3.S3BlobStore.ConditionalWrites;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything a network and a server do, at every request of everything a store is asked. */
@DisplayName("Blobs on S3 behind a faulty network")
class S3FaultTest {
  private static final String BUCKET = "faults";
  private static final int FOR_EVER = 1_000_000;

  /** Repeating helps against these. */
  private static final Set<Fault> PASSING =
      EnumSet.complementOf(EnumSet.of(Fault.FORBIDDEN, Fault.CONDITION_IGNORED));

  /** Each silence takes a time-out, so it is met by one errand of each kind. */
  private static final Set<Errand> WAITED_FOR =
      EnumSet.of(Errand.PUT, Errand.PARTS, Errand.READ, Errand.LIST);

  private static S3Server server;
  private static S3BlobStore healthy;

  /**
   * For all faults that are overcome or not repeated: making a client takes longer than most
   * errands. What meets a lasting fault has one of its own, since the SDK repeats less and less of
   * a client's requests while they keep failing.
   */
  private static FaultyProxy proxy;

  private static S3BlobStore store;
  private static final Map<Errand, Integer> REQUESTS = new EnumMap<>(Errand.class);

  /** Counts what each errand asks for when nothing fails. */
  @BeforeAll
  static void start() throws Exception {
    server = S3Server.startTrusting().bucket(BUCKET);
    healthy = tuned(server.endpoint(), Duration.ofSeconds(20), 5);
    proxy = new FaultyProxy(server.endpoint());
    store = tuned(proxy.endpoint(), Duration.ofSeconds(20), 5);
    for (Errand errand : Errand.values()) {
      String folder = "count-" + errand.name().toLowerCase(Locale.ROOT);
      errand.prepare(healthy, folder);
      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      errand.checkAnswer(errand.run(store, folder));
      REQUESTS.put(errand, proxy.requests().size());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
    proxy.close();
    healthy.close();
    server.close();
  }

  private static S3BlobStore tuned(URI endpoint, Duration timeout, int attempts) {
    return S3Server.store(endpoint, BUCKET)
        .tuned(Errand.PART, 3, Duration.ofMillis(1))
        .timeout(timeout)
        .attempts(attempts)
        .conditionalWrites(ConditionalWrites.TRUSTED)
        .open();
  }

  static Stream<Arguments> errandsAndFaults() {
    return Arrays.stream(Errand.values())
        .flatMap(
            errand ->
                PASSING.stream()
                    .filter(fault -> fault != Fault.SILENCE || WAITED_FOR.contains(errand))
                    .map(fault -> Arguments.of(errand, fault)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("errandsAndFaults")
  @DisplayName("do what was asked, although any one request meets a fault that passes")
  void oneFaultIsOvercome(Errand errand, Fault fault) throws Exception {
    if (fault == Fault.SILENCE) {
      // It is told from a slow machine by this time-out alone; five attempts make up for it.
      try (S3BlobStore impatient = tuned(proxy.endpoint(), Duration.ofMillis(300), 5)) {
        overcome(errand, fault, impatient);
      }
    } else {
      overcome(errand, fault, store);
    }
  }

  private static void overcome(Errand errand, Fault fault, S3BlobStore asked) {
    for (int at = 1; at <= REQUESTS.get(errand); at++) {
      String folder = folder(errand, fault, "once", at);
      errand.prepare(healthy, folder);
      proxy.plan(fault, at, at);
      errand.checkAnswer(errand.run(asked, folder));
      errand.checkState(healthy, folder, true);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("errandsAndFaults")
  @DisplayName("say that trying again may help, or answer right, when a fault does not end")
  void lastingFaultIsTransient(Errand errand, Fault fault) throws Exception {
    Duration timeout = fault == Fault.SILENCE ? Duration.ofMillis(100) : Duration.ofSeconds(20);
    try (FaultyProxy faulty = new FaultyProxy(server.endpoint());
        S3BlobStore asked = tuned(faulty.endpoint(), timeout, 2)) {
      int requests = fault == Fault.SILENCE ? 1 : REQUESTS.get(errand);
      for (int at = 1; at <= requests; at++) {
        String folder = folder(errand, fault, "always", at);
        errand.prepare(healthy, folder);
        faulty.plan(fault, at, FOR_EVER);
        boolean answered = false;
        try {
          errand.checkAnswer(errand.run(asked, folder));
          answered = true;
        } catch (StorageException e) {
          assertThat(e.kind()).as("kind of %s", e).isEqualTo(Kind.TRANSIENT);
          assertThat(e).hasMessageContaining(BUCKET);
        }
        faulty.heal();
        errand.checkState(healthy, folder, answered);
      }
    }
    healthy.abortUploadsOlderThan(Duration.ofDays(-1)); // which could not be given up in time
    assertThat(healthy.abortUploadsOlderThan(Duration.ofDays(-1))).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Errand.class)
  @DisplayName("say that trying again is of no use when the server refuses, and do not repeat it")
  void refusalIsPermanent(Errand errand) {
    for (int at = 1; at <= REQUESTS.get(errand); at++) {
      String folder = folder(errand, Fault.FORBIDDEN, "always", at);
      errand.prepare(healthy, folder);
      proxy.plan(Fault.FORBIDDEN, at, FOR_EVER);
      try {
        errand.checkAnswer(errand.run(store, folder));
      } catch (StorageException e) {
        assertThat(e.kind()).as("kind of %s", e).isEqualTo(Kind.PERMANENT);
        assertThat(e).hasMessageContaining("403").hasMessageContaining("rights");
      }
      assertThat(proxy.requests().size())
          .as("requests: one refused, one to look whose blob is there, the parts under way")
          .isLessThanOrEqualTo(at + 4);
      proxy.heal();
      errand.checkState(healthy, folder, false);
    }
  }

  private static String folder(Errand errand, Fault fault, String mode, int at) {
    return (errand + "/" + fault + "/" + mode + "/" + at).toLowerCase(Locale.ROOT);
  }
}
