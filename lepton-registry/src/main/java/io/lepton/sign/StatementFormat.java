package io.lepton.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.sign.InvalidSignatureException.Reason;
import io.lepton.sign.Serialization.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The payload: an in-toto Statement v1 with the predicate of OMS (section 5). */
final class StatementFormat {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://model_signing/signature/v1.0";
  private static final String HASH = "sha256";

  private StatementFormat() {}

  static byte[] write(ModelStatement statement) {
    Serialization how = statement.serialization();
    Map<String, Object> serialization = new LinkedHashMap<>();
    serialization.put("method", how.method().name().toLowerCase(Locale.ROOT));
    serialization.put("hash_type", HASH);
    serialization.put("allow_symlinks", how.symlinks() == Symlinks.FOLLOWED);
    serialization.put("ignore_paths", how.ignoredPaths());
    if (how.method() == Method.SHARDS) {
      serialization.put("shard_size", how.shardSize());
    }
    List<Map<String, String>> resources =
        statement.resources().stream()
            .map(
                resource ->
                    Map.of(
                        "name", resource.name(),
                        "algorithm", HASH,
                        "digest", resource.digest().hex()))
            .toList();
    return Json.bytes(
        Map.of(
            "_type",
            TYPE,
            "subject",
            List.of(
                Map.of("name", statement.name(), "digest", Map.of(HASH, statement.root().hex()))),
            "predicateType",
            PREDICATE,
            "predicate",
            Map.of("serialization", serialization, "resources", resources)));
  }

  /** Reads a payload whose signature holds. Unknown fields are of no account (OMS 5.2). */
  static ModelStatement read(byte[] payload) {
    try {
      return parse(Json.read(payload, JsonNode.class, "the statement"));
    } catch (CorruptDataException | InvalidInputException e) {
      throw new InvalidSignatureException(
          Reason.MALFORMED, "the signed statement is malformed: " + e.getMessage(), e);
    }
  }

  private static ModelStatement parse(JsonNode json) {
    Fields.requireText(json, "_type", TYPE);
    Fields.requireText(json, "predicateType", PREDICATE);
    JsonNode subjects = Fields.array(json, "subject");
    if (subjects.size() != 1) {
      throw InvalidSignatureException.malformed(
          "expected one subject in the statement, found " + subjects.size());
    }
    JsonNode predicate = Fields.object(json, "predicate");
    List<SignedResource> resources = new ArrayList<>();
    for (JsonNode resource : Fields.array(predicate, "resources")) {
      requireHash(Fields.text(resource, "algorithm"));
      resources.add(
          new SignedResource(
              Fields.text(resource, "name"), Digest.parse(Fields.text(resource, "digest"))));
    }
    return new ModelStatement(
        Fields.text(subjects.get(0), "name"),
        Digest.parse(Fields.text(Fields.object(subjects.get(0), "digest"), HASH)),
        serialization(Fields.object(predicate, "serialization")),
        resources);
  }

  private static Serialization serialization(JsonNode json) {
    requireHash(Fields.text(json, "hash_type"));
    String method = Fields.text(json, "method");
    if (!method.equals("files") && !method.equals("shards")) {
      throw new InvalidSignatureException(
          Reason.UNSUPPORTED,
          "the model was cut by the method \""
              + Fields.brief(method)
              + "\"; this Lepton knows files and shards");
    }
    boolean sharded = method.equals("shards");
    boolean links = Fields.typed(json, "allow_symlinks", JsonNodeType.BOOLEAN).booleanValue();
    List<String> ignored = new ArrayList<>();
    if (!Fields.isAbsent(json, "ignore_paths")) {
      for (JsonNode path : Fields.array(json, "ignore_paths")) {
        if (!path.isTextual()) {
          throw InvalidSignatureException.malformed("field \"ignore_paths\" holds " + path);
        }
        ignored.add(path.textValue());
      }
    }
    return new Serialization(
        sharded ? Method.SHARDS : Method.FILES,
        sharded ? shardSize(json) : 0,
        links ? Symlinks.FOLLOWED : Symlinks.REFUSED,
        ignored);
  }

  /** A whole number, which some writers put down as a float. */
  private static long shardSize(JsonNode json) {
    JsonNode size = Fields.typed(json, "shard_size", JsonNodeType.NUMBER);
    boolean whole = size.isIntegralNumber() || size.doubleValue() == Math.rint(size.doubleValue());
    if (!whole || !size.canConvertToLong()) {
      throw InvalidSignatureException.malformed("field \"shard_size\" is " + size);
    }
    return size.longValue();
  }

  private static void requireHash(String algorithm) {
    if (!algorithm.equals(HASH)) {
      throw new InvalidSignatureException(
          Reason.UNSUPPORTED,
          "the files were hashed with \""
              + Fields.brief(algorithm)
              + "\"; only sha256 is supported: sign the model again with sha256");
    }
  }
}
