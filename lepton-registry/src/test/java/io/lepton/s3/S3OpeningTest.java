package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.s3.S3BlobStore.ConditionalWrites;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Opening blobs on S3")
class S3OpeningTest {
  private static S3Server server;
  private static S3Server trusting;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start().bucket("there");
    trusting = S3Server.startTrusting();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    trusting.close();
  }

  @Test
  @DisplayName("refuses a server that ignores the condition of a write")
  void conditionIgnored() throws Exception {
    trusting.bucket("ignored");
    try (FaultyProxy proxy = new FaultyProxy(trusting.endpoint())) {
      proxy.plan(Fault.CONDITION_IGNORED, 1, 100);
      assertThatThrownBy(() -> S3Server.store(proxy.endpoint(), "ignored").open())
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
          .hasMessageContaining("ignores If-None-Match of PutObject");
    }
  }

  @Test
  @DisplayName("and the first blob in parts, refuse a server that ignores it for these alone")
  void conditionIgnoredInParts() throws Exception {
    trusting.bucket("parts");
    try (FaultyProxy proxy = new FaultyProxy(trusting.endpoint());
        S3BlobStore store =
            S3Server.store(proxy.endpoint(), "parts").tuned(1000, 9, Duration.ofMillis(1)).open()) {
      proxy.plan(Fault.CONDITION_IGNORED, 2, 100); // after the probe of whole objects
      S3BlobStore.Writer writer = store.create("a");
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(2000)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("ignores If-None-Match of CompleteMultipartUpload");
      writer.close();
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  @DisplayName("takes two requests the first time, one later, and none where trusted")
  void requests() throws Exception {
    trusting.bucket("requests");
    try (FaultyProxy proxy = new FaultyProxy(trusting.endpoint())) {
      for (int expected : new int[] {2, 1, 1}) {
        proxy.plan(Fault.SERVER_ERROR, 0, 0);
        S3Server.store(proxy.endpoint(), "requests").open().close();
        assertThat(proxy.requests()).hasSize(expected);
      }
      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      S3Server.store(proxy.endpoint(), "requests")
          .conditionalWrites(ConditionalWrites.TRUSTED)
          .open()
          .close();
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("says that the bucket is not there, that the key is wrong, that nobody answers")
  void outOfReach() throws Exception {
    refused(server.store("absent"), Kind.PERMANENT, "404 NoSuchBucket; create the bucket");
    refused(
        server.store("there").credentials(S3Server.KEY, "wrong"),
        Kind.PERMANENT,
        "403 SignatureDoesNotMatch; check the credentials");
    URI nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    refused(S3Server.store(nobody, "there"), Kind.TRANSIENT, "cannot try conditional writes");
  }

  @Test
  @DisplayName("tells a missing bucket from a missing blob later, too")
  void missingBucketLater() {
    try (S3BlobStore store =
        server.store("absent").conditionalWrites(ConditionalWrites.TRUSTED).open()) {
      for (Runnable asked :
          Arrays.<Runnable>asList(
              () -> store.size("a"),
              () -> store.read("a", 0, 1),
              () -> store.list("").close(),
              () -> store.delete("a"))) {
        assertThatThrownBy(asked::run)
            .isInstanceOfSatisfying(
                StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
            .hasMessageContaining("bucket absent");
      }
    }
  }

  private static void refused(S3BlobStore.Builder settings, Kind kind, String message) {
    assertThatThrownBy(() -> settings.attempts(2).open())
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message)
        .hasMessageNotContaining(S3Server.SECRET);
  }

  @Test
  @DisplayName("with a key of its own connects to the endpoint alone")
  void connectsToNothingElse() throws Exception {
    try (ServerSocket metadata = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String property = "aws.ec2MetadataServiceEndpoint";
      System.setProperty(property, "http://127.0.0.1:" + metadata.getLocalPort());
      try (S3BlobStore store = server.store("there").open()) {
        assertThat(store.list("")).isEmpty();
      } finally {
        System.clearProperty(property);
      }
      metadata.setSoTimeout(1);
      assertThatThrownBy(metadata::accept)
          .as("a connection that waits at the metadata service")
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  @DisplayName("names the dependencies to add when the AWS SDK is not there")
  void withoutTheSdk() throws Exception {
    URL[] classPath =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !entry.contains("awssdk"))
            .map(S3OpeningTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader bare = new URLClassLoader(classPath, null)) {
      Runnable opening =
          (Runnable) bare.loadClass(Opening.class.getName()).getDeclaredConstructor().newInstance();
      assertThatThrownBy(opening::run)
          .hasMessageContaining("software.amazon.awssdk:s3")
          .hasMessageContaining("software.amazon.awssdk:apache5-client");
    }
  }

  /** A program of somebody who did not add the dependencies. */
  public static final class Opening implements Runnable {
    @Override
    public void run() {
      S3BlobStore.builder("bucket").region("eu-central-1").credentials("a", "b").open().close();
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
