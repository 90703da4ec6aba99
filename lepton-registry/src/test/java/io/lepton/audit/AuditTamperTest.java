package io.lepton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to tamper with every entry of an exported log. */
class AuditTamperTest {
  private static final int ENTRIES = 13;

  @TempDir Path temp;
  private final AuditSigner signer = AuditSigner.generate("example.com/log");
  private Path folder;
  private List<String> lines;

  @BeforeEach
  void export() throws IOException {
    folder = temp.resolve("export");
    new LogFixture().with(ENTRIES).log.export(folder, signer);
    lines = List.copyOf(Files.readAllLines(folder.resolve(AuditExport.ENTRIES)));
    assertThat(lines).hasSize(ENTRIES);
  }

  private AuditReport verify(List<String> tampered) throws IOException {
    Files.writeString(
        folder.resolve(AuditExport.ENTRIES),
        tampered.isEmpty() ? "" : String.join("\n", tampered) + "\n");
    return AuditExport.verify(folder, signer.key());
  }

  private void assertFound(List<String> tampered, int firstBad, String what) throws IOException {
    AuditReport report = verify(tampered);
    assertThat(report.isIntact()).as(what).isFalse();
    assertThat(report.firstBad()).as(what + ": " + report).hasValue(firstBad);
  }

  @Test
  @DisplayName("what was exported is intact, and wholly covered by the checkpoint")
  void intact() throws IOException {
    AuditReport report = verify(lines);
    assertThat(report.problems()).isEmpty();
    assertThat(report.size()).isEqualTo(ENTRIES);
    assertThat(report.covered()).isEqualTo(ENTRIES);
  }

  @Test
  @DisplayName("an edit of any field of any entry is found, and named if another entry follows")
  void edited() throws IOException {
    for (int k = 0; k < ENTRIES; k++) {
      for (String field :
          List.of("actor", "action", "model", "subject", "time", "outcome", "previous")) {
        List<String> tampered = new ArrayList<>(lines);
        tampered.set(k, edit(lines.get(k), field));
        AuditReport report = verify(tampered);
        assertThat(report.isIntact()).as("%s of %d", field, k).isFalse();
        // The last entry is held by the checkpoint alone, which vouches for all at once.
        boolean last = k == ENTRIES - 1 && !field.equals("previous");
        long bad = last ? 0 : field.equals("previous") ? Math.max(0, k - 1) : k;
        assertThat(report.firstBad()).as("%s of %d: %s", field, k, report).hasValue(bad);
      }
    }
  }

  private static String edit(String line, String field) {
    ObjectNode entry = (ObjectNode) Json.read(line, JsonNode.class, "line");
    String value =
        switch (field) {
          case "time" -> "2025-01-01T00:00:00Z";
          case "outcome" -> entry.path(field).asText().equals("DONE") ? "DENIED" : "DONE";
          case "previous" -> Digest.of("other").hex();
          default -> entry.path(field).asText() + "x";
        };
    return Json.text(entry.put(field, value));
  }

  @Test
  @DisplayName("any single byte of any entry that is changed is found")
  void everyByte() throws IOException {
    for (int k : new int[] {0, ENTRIES - 1}) {
      byte[] bytes = lines.get(k).getBytes(StandardCharsets.UTF_8);
      for (int at = 0; at < bytes.length; at++) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        List<String> tampered = new ArrayList<>(lines);
        tampered.set(k, new String(changed, StandardCharsets.UTF_8));
        assertThat(verify(tampered).isIntact()).as("byte %d of entry %d", at, k).isFalse();
      }
    }
  }

  @Test
  @DisplayName("the removal of any entry is found and named, also of the last")
  void removed() throws IOException {
    for (int k = 0; k < ENTRIES; k++) {
      List<String> tampered = new ArrayList<>(lines);
      tampered.remove(k);
      assertFound(tampered, k, "removal of " + k);
    }
  }

  @Test
  @DisplayName("any tail that is cut off is found and named")
  void truncated() throws IOException {
    for (int k = 0; k < ENTRIES; k++) {
      assertFound(lines.subList(0, k), k, "cut at " + k);
    }
  }

  @Test
  @DisplayName("any two entries in each other's place are found, and the first is named")
  void swapped() throws IOException {
    for (int i = 0; i < ENTRIES; i++) {
      for (int j = i + 1; j < ENTRIES; j++) {
        List<String> tampered = new ArrayList<>(lines);
        Collections.swap(tampered, i, j);
        assertFound(tampered, i, "swap of " + i + " and " + j);
      }
    }
  }

  @Test
  @DisplayName("a copy of any entry in any place is found, and its place is named")
  void copied() throws IOException {
    for (int from = 0; from < ENTRIES; from++) {
      for (int to = 0; to <= ENTRIES; to++) {
        List<String> tampered = new ArrayList<>(lines);
        tampered.add(to, lines.get(from));
        AuditReport report = verify(tampered);
        // Beside its original nobody can tell which of the two is the copy: the first is named.
        int bad = from == to || from == to - 1 ? from : to;
        assertThat(report.firstBad()).as("copy of %d at %d: %s", from, to, report).hasValue(bad);
      }
    }
  }

  @Test
  @DisplayName("a forged entry that fits what is before it is found and named in any place")
  void forged() throws IOException {
    for (int at = 0; at < ENTRIES; at++) {
      List<String> tampered = new ArrayList<>(lines);
      tampered.add(at, relinked(lines, at, "mallory"));
      assertFound(tampered, at, "forgery at " + at);
    }
  }

  @Test
  @DisplayName("a log made anew from any entry on is found by the checkpoint alone")
  void madeAnew() throws IOException {
    for (int from = 0; from < ENTRIES; from++) {
      List<String> tampered = new ArrayList<>(lines);
      for (int k = from; k < ENTRIES; k++) {
        tampered.set(k, relinked(tampered, k, k == from ? "mallory" : "actor-" + k % 3));
      }
      AuditReport report = verify(tampered);
      assertThat(report.problems()).as("from %d", from).hasSize(1);
      assertThat(report.problems().get(0).message()).contains("checkpoint");
    }
  }

  @Test
  @DisplayName("an earlier checkpoint narrows down which entry was made anew")
  void earlierCheckpoint() throws IOException {
    LogFixture fixture = new LogFixture().with(10);
    String early = fixture.log.checkpoint(signer).note();
    fixture.with(11);
    Path second = temp.resolve("second");
    fixture.log.export(second, signer);
    List<String> all = new ArrayList<>(Files.readAllLines(second.resolve(AuditExport.ENTRIES)));
    for (int k = 15; k < all.size(); k++) {
      all.set(k, relinked(all, k, "mallory"));
    }
    Files.writeString(second.resolve(AuditExport.ENTRIES), String.join("\n", all) + "\n");
    AuditReport report = AuditExport.verify(second, signer.key(), early);
    assertThat(report.firstBad()).hasValue(10);
    assertThat(report.covered()).isEqualTo(10);
  }

  /** An entry that names the one before it rightly. */
  private static String relinked(List<String> before, int at, String actor) {
    ObjectNode entry = (ObjectNode) Json.read(before.get(at), JsonNode.class, "line");
    Digest previous =
        at == 0
            ? AuditEntry.GENESIS
            : Merkle.leaf(before.get(at - 1).getBytes(StandardCharsets.UTF_8));
    return Json.text(entry.put("actor", actor).put("previous", previous.hex()));
  }

  @Test
  @DisplayName("a checkpoint of another key, or edited, is refused")
  void foreignCheckpoint() throws IOException {
    assertThatThrownBy(
            () -> AuditExport.verify(folder, AuditSigner.generate("example.com/log").key()))
        .isInstanceOf(CorruptDataException.class);
    Path note = folder.resolve(AuditExport.CHECKPOINT);
    Files.writeString(note, Files.readString(note).replace("\n" + ENTRIES + "\n", "\n12\n"));
    assertThatThrownBy(() -> AuditExport.verify(folder, signer.key()))
        .isInstanceOf(CorruptDataException.class);
  }
}
