package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.s3.S3BlobStore.ConditionalWrites;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything a network and a server do, at every request of everything a store is asked. */
@DisplayName("Blobs on S3 behind a faulty network")
class S3FaultTest {
  private static final String BUCKET = "faults";
  private static final int FOR_EVER = 1_000_000;

  /** Repeating helps against these. */
  private static final Set<Fault> PASSING =
      EnumSet.complementOf(EnumSet.of(Fault.FORBIDDEN, Fault.CONDITION_IGNORED));

  private static S3Server server;
  private static S3BlobStore healthy;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.startTrusting().bucket(BUCKET);
    healthy = tuned(server.endpoint(), Duration.ofSeconds(20), 5);
  }

  @AfterAll
  static void stop() throws Exception {
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
        .flatMap(errand -> PASSING.stream().map(fault -> Arguments.of(errand, fault)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("errandsAndFaults")
  @DisplayName("do what was asked, although any one request meets a fault that passes")
  void oneFaultIsOvercome(Errand errand, Fault fault) throws Exception {
    // Silence is told from a slow machine by this time-out alone; five attempts make up for it.
    Duration timeout = fault == Fault.SILENCE ? Duration.ofMillis(300) : Duration.ofSeconds(20);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint());
        S3BlobStore store = tuned(proxy.endpoint(), timeout, 5)) {
      int requests = 1;
      for (int at = 1; at <= requests; at++) {
        String folder = folder(errand, fault, "once", at);
        errand.prepare(healthy, folder);
        proxy.plan(fault, at, at);
        Object answer = errand.run(store, folder);
        errand.checkAnswer(answer);
        errand.checkState(healthy, folder, true);
        // Those that a fault at the first request did not add.
        requests = at == 1 ? requestsOf(errand, proxy) : requests;
      }
    }
  }

  private static int requestsOf(Errand errand, FaultyProxy proxy) throws IOException {
    try (S3BlobStore store = tuned(proxy.endpoint(), Duration.ofSeconds(20), 1)) {
      String folder = "count-" + errand.name().toLowerCase(java.util.Locale.ROOT);
      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      store.delete(folder + "/a");
      errand.prepare(healthy, folder);
      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      errand.run(store, folder);
      return proxy.requests().size();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("errandsAndFaults")
  @DisplayName("say that trying again may help, or answer right, when a fault does not end")
  void lastingFaultIsTransient(Errand errand, Fault fault) throws Exception {
    Duration timeout = fault == Fault.SILENCE ? Duration.ofMillis(100) : Duration.ofSeconds(20);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint());
        S3BlobStore store = tuned(proxy.endpoint(), timeout, 2)) {
      int requests = fault == Fault.SILENCE ? 1 : requestsOf(errand, proxy);
      for (int at = 1; at <= requests; at++) {
        String folder = folder(errand, fault, "always", at);
        errand.prepare(healthy, folder);
        proxy.plan(fault, at, FOR_EVER);
        boolean answered = false;
        try {
          errand.checkAnswer(errand.run(store, folder));
          answered = true;
        } catch (StorageException e) {
          assertThat(e.kind()).as("kind of %s", e).isEqualTo(Kind.TRANSIENT);
          assertThat(e).hasMessageContaining(BUCKET);
        }
        proxy.heal();
        errand.checkState(healthy, folder, answered);
      }
    }
    healthy.abortUploadsOlderThan(Duration.ofDays(-1)); // which could not be given up in time
    assertThat(healthy.abortUploadsOlderThan(Duration.ofDays(-1))).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @org.junit.jupiter.params.provider.EnumSource(Errand.class)
  @DisplayName("say that trying again is of no use when the server refuses, and do not repeat it")
  void refusalIsPermanent(Errand errand) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint());
        S3BlobStore store = tuned(proxy.endpoint(), Duration.ofSeconds(20), 5)) {
      int requests = requestsOf(errand, proxy);
      for (int at = 1; at <= requests; at++) {
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
  }

  private static String folder(Errand errand, Fault fault, String mode, int at) {
    return (errand + "/" + fault + "/" + mode + "/" + at).toLowerCase(java.util.Locale.ROOT);
  }
}
