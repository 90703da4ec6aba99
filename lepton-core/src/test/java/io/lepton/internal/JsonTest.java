package io.lepton.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.Signature;
import io.lepton.model.Signature.Field;
import io.lepton.model.Signature.Type;
import io.lepton.model.VersionId;
import io.lepton.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final Digest DIGEST = Digest.of("abc");
  private static final String HEX =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** Holds something of each kind, its components in no order. */
  record Everything(
      String text,
      long whole,
      double real,
      boolean flag,
      Direction direction,
      List<Integer> list,
      Map<String, Double> map,
      Map<VersionId, Digest> byId,
      Instant time,
      Shape shape,
      Hyperparameters settings) {
    boolean isFlagged() {
      return flag;
    }

    String getShout() {
      return text + "!";
    }
  }

  private static Everything everything() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("b", 1.0);
    map.put("B", -0.0);
    map.put("\ud83d\ude00", 1e300);
    map.put("\uffff", 0.1);
    return new Everything(
        "\"\\/\b\f\n\r\t\u0001\u007f\u00e9\u2028",
        Long.MIN_VALUE,
        100,
        true,
        Direction.LOWER_IS_BETTER,
        List.of(3, 1, 2),
        map,
        Map.of(new VersionId(DIGEST), DIGEST),
        Instant.parse("2026-01-02T03:04:05.000000006Z"),
        Shape.of(-1, 28),
        Hyperparameters.of(Map.of("rate", 1.0, "units", List.of(64L, 32L), "seed", 1L << 62)));
  }

  private static final String CANONICAL =
      "{\"byId\":{\""
          + HEX
          + "\":\""
          + HEX
          + "\"},\"direction\":\"LOWER_IS_BETTER\",\"flag\":true,\"list\":[3,1,2],"
          + "\"map\":{\"B\":-0.0,\"b\":1.0,\"\ud83d\ude00\":1.0E300,\"\uffff\":0.1},"
          + "\"real\":100.0,\"settings\":{\"rate\":1.0,\"seed\":4611686018427387904,"
          + "\"units\":[64,32]},\"shape\":[-1,28],"
          + "\"text\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\u00e9\u2028\","
          + "\"time\":\"2026-01-02T03:04:05.000000006Z\",\"whole\":-9223372036854775808}";

  @Test
  void hasOneCanonicalForm() {
    assertThat(Json.text(everything())).isEqualTo(CANONICAL);
    assertThat(Json.bytes(everything())).isEqualTo(CANONICAL.getBytes(StandardCharsets.UTF_8));
    assertThat(Json.text(Json.tree(everything()))).isEqualTo(CANONICAL);
    assertThat(Json.read(CANONICAL, Everything.class, "test")).isEqualTo(everything());
  }

  @Test
  void equalValuesHaveEqualBytesWhateverTheirOrder() {
    Hyperparameters one = Hyperparameters.none().with("a", 1).with("b", 2.5).with("c", "x");
    Hyperparameters other = Hyperparameters.none().with("c", "x").with("b", 2.5f).with("a", 1L);
    assertThat(one).isEqualTo(other);
    assertThat(Json.text(one))
        .isEqualTo(Json.text(other))
        .isEqualTo("{\"a\":1,\"b\":2.5,\"c\":\"x\"}");
    Lineage forth = Lineage.builder().environment("a", "1").environment("b", "2").build();
    Lineage back = Lineage.builder().environment("b", "2").environment("a", "1").build();
    assertThat(Json.text(forth)).isEqualTo(Json.text(back));
  }

  @Test
  void keepsADoubleADoubleAndAWholeNumberWhole() {
    Hyperparameters settings =
        Hyperparameters.of(Map.of("d", 1.0, "l", 1L, "big", 1e300, "max", Long.MAX_VALUE));
    Hyperparameters read = Json.read(Json.text(settings), Hyperparameters.class, "test");
    assertThat(read).isEqualTo(settings);
    assertThat(read.asMap().get("d")).isInstanceOf(Double.class);
    assertThat(read.asMap().get("l")).isInstanceOf(Long.class);
    assertThat(read.integer("max")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsASeedOf64BitsAndWhatIsUnknown() {
    for (long seed : new long[] {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE}) {
      Lineage lineage =
          Lineage.builder()
              .data(new DataReference("train", DIGEST, 700))
              .derivedFrom(new VersionId(DIGEST))
              .codeRevision("1f0c9a3")
              .seed(seed)
              .environment("pytorch", "2.7.1")
              .thisJvm()
              .build();
      assertThat(Json.read(Json.bytes(lineage), Lineage.class, "test")).isEqualTo(lineage);
    }
    assertThat(Json.text(Lineage.unknown()))
        .isEqualTo(
            "{\"codeRevision\":null,\"data\":[],\"derivedFrom\":[],\"environment\":{},\"seed\":null}");
    assertThat(Json.read(Json.text(Lineage.unknown()), Lineage.class, "test"))
        .isEqualTo(Lineage.unknown());
  }

  @Test
  void keepsIntervalsThatAreMissingOrInfinite() {
    Evaluation evaluation =
        new Evaluation(
            new DataReference("test", DIGEST, 300),
            List.of(
                new Measure("a", 0.5, null, 300, Direction.HIGHER_IS_BETTER),
                new Measure(
                    "b",
                    Double.POSITIVE_INFINITY,
                    new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.95, "none"),
                    0,
                    Direction.LOWER_IS_BETTER)));
    String text = Json.text(evaluation);
    assertThat(text).contains("\"interval\":null").contains("\"low\":\"-Infinity\"");
    assertThat(Json.read(text, Evaluation.class, "test")).isEqualTo(evaluation);
  }

  @Test
  void keepsASignature() {
    Signature signature =
        new Signature(
            List.of(
                Field.scalar("Age", Type.F64),
                Field.scalar("Housing", Type.STRING).optional(),
                new Field(
                    "pixels",
                    Type.U8,
                    Shape.of(Shape.UNKNOWN, 28, 28),
                    Signature.Presence.REQUIRED)),
            List.of(Field.scalar("Class", Type.STRING)));
    assertThat(Json.read(Json.bytes(signature), Signature.class, "test")).isEqualTo(signature);
  }

  /** A reference with something of each kind that a field can be. */
  private static final String REFERENCE =
      "{\"fingerprint\":\"" + HEX + "\",\"name\":\"train\",\"rows\":700}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":700,\"extra\":1}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":700,\"rows\":700}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\"}",
        "{\"fingerprint\":\"HEX\",\"name\":null,\"rows\":700}",
        "{\"fingerprint\":null,\"name\":\"train\",\"rows\":700}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":null}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":1.5}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":1.0}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":\"700\"}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":true}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":9223372036854775808}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":-1}",
        "{\"fingerprint\":\"HEX\",\"name\":5,\"rows\":700}",
        "{\"fingerprint\":\"HEX\",\"name\":[\"train\"],\"rows\":700}",
        "{\"fingerprint\":\"12\",\"name\":\"train\",\"rows\":700}",
        "{\"fingerprint\":12,\"name\":\"train\",\"rows\":700}",
        "{\"fingerprint\":{},\"name\":\"train\",\"rows\":700}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":700}{}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":700} x",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":0700}",
        "{\"fingerprint\":\"HEX\",\"name\":\"train\",\"rows\":700,}",
        "{'fingerprint':\"HEX\",\"name\":\"train\",\"rows\":700}"
      })
  void refusesWhatIsNotExactlyTheValue(String json) {
    String text = json.replace("HEX", HEX);
    assertThatThrownBy(() -> Json.read(text, DataReference.class, "the manifest"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("the manifest is not a valid DataReference");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Json.read(bytes, DataReference.class, "the manifest"))
        .isInstanceOf(CorruptDataException.class);
    assertThat(Json.read(REFERENCE, DataReference.class, "test").rows()).isEqualTo(700);
  }

  @Test
  void refusesDuplicateAndForeignSettings() {
    for (String json :
        List.of(
            "{\"a\":1,\"a\":2}",
            "{\"a\":null}",
            "{\"a\":{}}",
            "{\"a\":[null]}",
            "{\"a\":NaN}",
            "{\"a\":9223372036854775808}",
            "{\"a\":1e999}")) {
      assertThatThrownBy(() -> Json.read(json, Hyperparameters.class, "test"))
          .as(json)
          .isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  void refusesNamesOfEnumsByNumber() {
    assertThatThrownBy(() -> Json.read("0", Direction.class, "test"))
        .isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(() -> Json.read("\"\"", Direction.class, "test"))
        .isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(() -> Json.read("\"lower_is_better\"", Direction.class, "test"))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void escapesWhatUtf8CannotHoldAndGivesItBack() {
    for (String half : List.of("\ud83d", "a\ude00b", "\ud83d\ud83d")) {
      String json = Json.text(Map.of("k", half));
      assertThat(json).matches("\\{\"k\":\"[ -~]+\"\\}");
      assertThat(Json.read(json, Map.class, "test")).isEqualTo(Map.of("k", half));
    }
  }

  @Test
  void writesLongTextsOfAnyScriptAsTheyAre() {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "\ud83d\ude00".repeat(20_000);
      assertThat(Json.text(text).equals('"' + text + '"')).as("shifted by %d", shift).isTrue();
      assertThat(Json.read(Json.bytes(text), String.class, "test").equals(text)).isTrue();
    }
  }

  @Test
  void refusesAValueWithoutAJsonForm() {
    assertThatThrownBy(() -> Json.bytes(new Object()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
