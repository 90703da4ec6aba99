package io.lepton.audit;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One line of the audit log.
 *
 * @param audit version of this format, 1
 * @param number place in the log, from 0
 * @param previous {@link #hash} of the entry before, 32 zero bytes for the first
 * @param time when it happened
 * @param actor who acted
 * @param action what was done or asked, such as {@code MOVE_ALIAS}
 * @param model whose matter it is; empty if the whole store's
 * @param subject what was acted upon, such as {@code alias champion of credit-scoring}
 * @param outcome how it ended
 * @param details whatever else is known, such as {@code from}, {@code to} and {@code reason}; by
 *     ascending name
 */
public record AuditEntry(
    int audit,
    long number,
    Digest previous,
    Instant time,
    String actor,
    String action,
    String model,
    String subject,
    Outcome outcome,
    Map<String, String> details) {
  /** The format that is written. */
  public static final int FORMAT = 1;

  /** What the first entry names as the one before it. */
  public static final Digest GENESIS = Digest.fromBytes(new byte[Digest.BYTES]);

  /** {@inheritDoc} */
  public AuditEntry {
    Objects.requireNonNull(previous);
    Objects.requireNonNull(time);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(action);
    Objects.requireNonNull(model);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(outcome);
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }

  /**
   * The canonical form: what is hashed, stored and exported.
   *
   * @return one JSON object in UTF-8 without a line break
   */
  public byte[] toBytes() {
    return Json.bytes(this);
  }

  /**
   * The entry's name in chain and tree.
   *
   * @return {@link Merkle#leaf} of the canonical form
   */
  public Digest hash() {
    return Merkle.leaf(toBytes());
  }

  /**
   * Reads the canonical form, and nothing else.
   *
   * @param json UTF-8 bytes
   * @param where they come from, for the message
   * @return the entry
   * @throws CorruptDataException if the bytes are not exactly what {@link #toBytes} gives
   * @throws FormatTooNewException if a newer Lepton wrote them
   */
  public static AuditEntry read(byte[] json, String where) {
    int format =
        Json.read(json, com.fasterxml.jackson.databind.JsonNode.class, where).path("audit").asInt();
    if (format > FORMAT) {
      throw new FormatTooNewException(
          where + " has format " + format + "; this Lepton knows " + FORMAT);
    }
    AuditEntry entry = Json.read(json, AuditEntry.class, where);
    if (format != FORMAT || !Arrays.equals(entry.toBytes(), json)) {
      throw new CorruptDataException(
          where + " is not in the canonical form of format " + FORMAT + "; it was edited");
    }
    return entry;
  }
}
