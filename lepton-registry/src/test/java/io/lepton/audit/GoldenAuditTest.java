package io.lepton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.FormatTooNewException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An export of format 1, made with Python's json and hashlib and signed with OpenSSL, after
 * docs/governance.md and without Lepton. Never made again: a new format gets a folder of its own.
 */
class GoldenAuditTest {
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static Path folder() throws Exception {
    return Path.of(
            Objects.requireNonNull(GoldenAuditTest.class.getResource("/golden/audit-1/audit.jsonl"))
                .toURI())
        .getParent();
  }

  @Test
  @DisplayName("an export of format 1 made by other tools verifies")
  void verifies() throws Exception {
    AuditReport report = AuditExport.verify(folder(), AuditKey.parse(VKEY));
    assertThat(report.problems()).isEmpty();
    assertThat(report.covered()).isEqualTo(5);
  }

  @Test
  @DisplayName("entries of format 1 are read, and written again to the byte")
  void bytes() throws Exception {
    List<String> lines = Files.readAllLines(folder().resolve(AuditExport.ENTRIES));
    for (String line : lines) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      assertThat(AuditEntry.read(json, "golden").toBytes()).isEqualTo(json);
    }
    AuditEntry second = AuditEntry.read(lines.get(1).getBytes(StandardCharsets.UTF_8), "golden");
    assertThat(second.actor()).isEqualTo("jörg");
    assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(second.time()).hasToString("2026-03-01T10:00:01.123456789Z");
    assertThat(second.details().get("reason")).startsWith("line one\nline \"two\" \\");
  }

  @Test
  @DisplayName("an entry of a newer format is told from a damaged one")
  void newer() throws Exception {
    String line = Files.readAllLines(folder().resolve(AuditExport.ENTRIES)).get(0);
    for (String newer :
        List.of(
            line.replace("\"audit\":1", "\"audit\":2"),
            line.replace("\"audit\":1", "\"audit\":2,\"because\":\"of\""))) {
      assertThatThrownBy(() -> AuditEntry.read(newer.getBytes(StandardCharsets.UTF_8), "golden"))
          .isInstanceOf(FormatTooNewException.class);
    }
  }
}
