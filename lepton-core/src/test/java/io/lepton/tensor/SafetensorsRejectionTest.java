package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no safetensors file, and what is said of it. */
class SafetensorsRejectionTest {
  /** A tensor of one byte at the beginning of the data. */
  private static final String A = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "\""
        + name
        + "\":{\"dtype\":\""
        + dtype
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}";
  }

  private static Arguments header(String what, String header, int data, String... said) {
    return Arguments.of(what, RawFile.of(header, data), List.of(said));
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        header("duplicate tensor", "{" + A + "," + A + "}", 1, "\"a\"", "twice", "byte 9", "61"),
        header(
            "duplicate tensor behind an escape",
            "{" + A + "," + A.replace("\"a\"", "\"\\u0061\"") + "}",
            1,
            "\"a\"",
            "twice"),
        header(
            "overlap",
            "{" + A + "," + tensor("b", "U8", "[2]", "[0,2]") + "}",
            2,
            "\"b\"",
            "byte 0",
            "expected 1",
            "\"a\"",
            "overlap"),
        header(
            "one inside another",
            "{"
                + tensor("big", "U8", "[4]", "[0,4]")
                + ","
                + tensor("b", "U8", "[1]", "[2,3]")
                + "}",
            4,
            "\"b\"",
            "overlap"),
        header(
            "an empty tensor inside another",
            "{"
                + tensor("big", "U8", "[4]", "[0,4]")
                + ","
                + tensor("b", "U8", "[0]", "[2,2]")
                + "}",
            4,
            "\"b\"",
            "overlap"),
        header(
            "hole before the first",
            "{" + tensor("a", "U8", "[1]", "[1,2]") + "}",
            2,
            "\"a\"",
            "begins at byte 1",
            "expected 0",
            "hole"),
        header(
            "hole between",
            "{" + A + "," + tensor("b", "U8", "[1]", "[2,3]") + "}",
            3,
            "\"b\"",
            "begins at byte 2",
            "expected 1",
            "\"a\"",
            "hole"),
        header("trailing bytes", "{" + A + "}", 3, "bytes 1 to 3", "no tensor", "\"a\""),
        header("data without a tensor", "{}", 1, "bytes 0 to 1", "nothing"),
        header("end beyond the file", "{" + A + "}", 0, "\"a\"", "0 to 1", "0 bytes of data"),
        header(
            "offsets turned round",
            "{" + tensor("a", "U8", "[1]", "[1,0]") + "}",
            1,
            "\"a\"",
            "1 to 0"),
        header("one offset", "{" + tensor("a", "U8", "[1]", "[1]") + "}", 1, "\"a\"", "expected 2"),
        header(
            "three offsets",
            "{" + tensor("a", "U8", "[1]", "[0,1,1]") + "}",
            1,
            "\"a\"",
            "found 3"),
        header(
            "too few bytes for the shape",
            "{" + tensor("a", "F32", "[2,3]", "[0,20]") + "}",
            20,
            "\"a\"",
            "F32 [2, 3]",
            "needs 24",
            "hold 20"),
        header(
            "too many bytes for the shape",
            "{" + tensor("a", "U8", "[0]", "[0,1]") + "}",
            1,
            "needs 0",
            "hold 1"),
        header(
            "more elements than 2^63",
            "{" + tensor("a", "U8", "[4294967296,4294967296]", "[0,0]") + "}",
            0,
            "\"a\"",
            "4294967296"),
        header(
            "more bytes than 2^63",
            "{" + tensor("a", "F64", "[2305843009213693952]", "[0,0]") + "}",
            0,
            "\"a\"",
            "2^63"),
        header(
            "elements beyond 2^63 beside a zero",
            "{" + tensor("a", "U8", "[0,4294967296,4294967296]", "[0,0]") + "}",
            0,
            "\"a\""),
        header(
            "4-bit elements that do not fill bytes",
            "{" + tensor("a", "F4", "[3]", "[0,2]") + "}",
            2,
            "\"a\"",
            "F4 [3]",
            "whole number of bytes"),
        header(
            "6-bit elements that do not fill bytes",
            "{" + tensor("a", "F6_E2M3", "[2]", "[0,2]") + "}",
            2,
            "\"a\"",
            "F6_E2M3"));
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        header(
            "unknown field",
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"extra\":1}}",
            1,
            "\"a\"",
            "unknown field \"extra\""),
        header(
            "duplicate field",
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,1]}}",
            1,
            "\"a\"",
            "\"shape\" comes twice"),
        header("no dtype", "{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "\"a\"", "dtype"),
        header(
            "no shape", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "\"a\"", "shape"),
        header(
            "no offsets", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "\"a\"", "data_offsets"),
        header("no fields", "{\"a\":{}}", 1, "\"a\"", "lacks"),
        header(
            "unknown dtype",
            "{" + tensor("a", "f32", "[1]", "[0,4]") + "}",
            4,
            "\"a\"",
            "\"f32\"",
            "F32"),
        header("negative", "{" + tensor("a", "U8", "[-1]", "[0,1]") + "}", 1, "\"a\"", "'-'"),
        header("fraction", "{" + tensor("a", "U8", "[1.0]", "[0,1]") + "}", 1, "\"a\"", "fraction"),
        header("exponent", "{" + tensor("a", "U8", "[1e0]", "[0,1]") + "}", 1, "\"a\"", "exponent"),
        header("leading zero", "{" + tensor("a", "U8", "[01]", "[0,1]") + "}", 1, "leading zeros"),
        header("plus", "{" + tensor("a", "U8", "[+1]", "[0,1]") + "}", 1, "'+'"),
        header(
            "2^63 as a dimension",
            "{" + tensor("a", "U8", "[9223372036854775808]", "[0,1]") + "}",
            1,
            "\"a\"",
            "exceeds 2^63"),
        header("a number in quotes", "{" + tensor("a", "U8", "[\"1\"]", "[0,1]") + "}", 1, "\"a\""),
        header("a null shape", "{" + tensor("a", "U8", "null", "[0,1]") + "}", 1, "\"a\"", "'n'"),
        header("nested shape", "{" + tensor("a", "U8", "[[1]]", "[0,1]") + "}", 1, "\"a\"", "'['"),
        header("trailing comma", "{" + tensor("a", "U8", "[1,]", "[0,1]") + "}", 1, "']'"),
        header("duplicate metadata", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "twice"),
        header(
            "duplicate key in metadata",
            "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}",
            0,
            "\"k\" comes twice"),
        header("metadata that is no text", "{\"__metadata__\":{\"k\":1}}", 0, "\"k\"", "'1'"),
        header("null metadata", "{\"__metadata__\":null}", 0, "'n'"));
  }

  static Stream<Arguments> headers() {
    byte[] none = {};
    byte[] valid = ("{" + A + "}").getBytes(StandardCharsets.US_ASCII);
    return Stream.of(
        Arguments.of("nothing", none, List.of("0 bytes")),
        Arguments.of("7 bytes", new byte[7], List.of("7 bytes")),
        Arguments.of("empty header", new byte[8], List.of("'{'", "end of the header")),
        Arguments.of(
            "header longer than the file",
            RawFile.claiming(valid.length + 2, valid, new byte[1]),
            List.of("claim", String.valueOf(valid.length + 2), "follow")),
        Arguments.of(
            "header bomb",
            RawFile.claiming(100_000_001, valid, new byte[1]),
            List.of("100000001", "100000000")),
        Arguments.of(
            "header of 2^64 - 1 bytes",
            RawFile.claiming(-1, valid, new byte[1]),
            List.of("18446744073709551615")),
        header("space before the brace", " {" + A + "}", 1, "byte 8", "first byte", "0x20"),
        header("an array", "[" + A + "]", 1, "first byte"),
        header("no closing brace", "{" + A, 1, "end of the header"),
        header("two objects", "{" + A + "}{}", 1, "only spaces", "'{'"),
        header("padding of zeros", "{" + A + "}\0\0", 1, "only spaces", "0x00"),
        header("padding of line feeds", "{" + A + "}\n", 1, "only spaces", "0x0A"),
        header("a comma before the brace", "{" + A + ",}", 1, "in quotes"),
        header("name without quotes", "{a:1}", 0, "'a'"),
        header("open string", "{\"a", 0, "closing quote"),
        header("open escape", "{\"a\\", 0, "closing quote"),
        header("unknown escape", "{\"a\\x\":1}", 0, "bad escape", "byte 11"),
        header("short escape", "{\"a\\u12\":1}", 0, "bad escape"),
        header("half a surrogate pair", "{\"\\ud83d\":1}", 0, "bad escape"),
        header("the other half", "{\"\\ude00\":1}", 0, "bad escape"),
        header("two first halves", "{\"\\ud83d\\ud83d\":1}", 0, "bad escape"),
        header("control character", "{\"a\n\":1}", 0, "escaped", "0x0A"),
        header("comment", "{/**/" + A + "}", 1, "'/'"),
        header("deep nesting", "{\"a\":" + "{\"a\":".repeat(100_000), 0, "\"a\""),
        header("deep array", "{\"a\":" + "[".repeat(100_000), 0, "\"a\"", "'['"),
        header("a tensor that is a text", "{\"a\":\"b\"}", 0, "\"a\"", "'{'"));
  }

  static Stream<Arguments> notUtf8() {
    List<Arguments> all = new ArrayList<>();
    byte[][] wrong = {
      {(byte) 0x80},
      {(byte) 0xFF},
      {(byte) 0xC0, (byte) 0x80}, // overlong NUL
      {(byte) 0xC3}, // cut
      {(byte) 0xE0, (byte) 0x80, (byte) 0xAF}, // overlong slash
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // a surrogate
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // beyond U+10FFFF
    };
    for (byte[] bytes : wrong) {
      String text = "{\"" + "?".repeat(bytes.length) + A.substring(2) + "}";
      byte[] header = text.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bytes, 0, header, 2, bytes.length);
      all.add(
          Arguments.of(
              "name of byte " + Integer.toHexString(bytes[0] & 0xFF),
              RawFile.of(header, new byte[1]),
              List.of("not UTF-8", "byte 10")));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"layouts", "fields", "headers", "notUtf8"})
  void isRefused(String what, byte[] file, List<String> said) {
    assertThatThrownBy(() -> RawFile.read(file))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("test")
        .message()
        .contains(said)
        .hasSizeLessThan(700);
  }

  @Test
  void aFileThatIsNotThereIsAStorageFailure(@TempDir Path folder) {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none.safetensors")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none.safetensors");
  }

  @Test
  void anEmptyFileIsRefusedByName(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.safetensors"));
    assertThatThrownBy(() -> Safetensors.read(empty))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("empty.safetensors");
  }
}
