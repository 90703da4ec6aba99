package io.lepton.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signature files made to exhaust their reader: refused, at a cost in proportion to their size. */
class BundleBombTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SIZE = 2_000_000;

  /** The densest tree is of empty objects, 3 bytes each, which have a map of some 100 bytes. */
  private static final long BYTES_PER_BYTE = 100;

  private static void refused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> SignatureBundle.parse(bytes))
        .isInstanceOf(InvalidSignatureException.class);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
        .isLessThan(5_000_000 + BYTES_PER_BYTE * bytes.length);
    assertThat(THREADS.getCurrentThreadCpuTime() - cpu).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[[],", "[{},", "\"", "[\"\",", "9", "[1,"})
  void bombs(String repeated) {
    String unit = repeated.substring(repeated.length() > 2 && repeated.startsWith("[") ? 1 : 0);
    String head = unit.length() < repeated.length() ? "[" : "";
    String body =
        repeated.equals("\"") ? "\"" + "x".repeat(SIZE) : unit.repeat(SIZE / unit.length());
    refused(head + body);
    refused("{\"mediaType\":" + head + body);
  }

  @Test
  void aPayloadThatIsABombIsRefusedBeforeItIsRead(@TempDir Path home) throws IOException {
    SignatureBundle bundle = Keys.keySigner().sign(Keys.model(home));
    Base64.Encoder base64 = Base64.getEncoder();
    String forged =
        bundle
            .json()
            .replace(
                base64.encodeToString(bundle.payload()),
                base64.encodeToString("[".repeat(SIZE).getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(SignatureBundle.parse(forged)))
        .isInstanceOf(InvalidSignatureException.class)
        .extracting(e -> ((InvalidSignatureException) e).reason())
        .isEqualTo(InvalidSignatureException.Reason.WRONG_SIGNATURE);
  }

  @Test
  void whatIsTooLongIsNotParsed() {
    refused("x".repeat(SignatureBundle.MAX_BYTES + 1));
  }
}
