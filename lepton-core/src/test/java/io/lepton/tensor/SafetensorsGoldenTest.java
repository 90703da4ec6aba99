package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsGoldenTest {
  /**
   * Put together by hand from the published format, with Python's struct and json: metadata, an F32
   * [2] of 1 and -2, a BF16 scalar of pi whose name holds an e with acute and an escaped line feed,
   * one space of padding. The order is the one the reference writes, so a faithful writer makes
   * these very bytes.
   */
  private static final byte[] GOLDEN =
      HexFormat.of()
          .parseHex(
              "90000000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174"
                  + "223a227074227d2c2277223a7b226474797065223a22463332222c2273686170"
                  + "65223a5b325d2c22646174615f6f666673657473223a5b302c385d7d2c2262c3"
                  + "a95c6e223a7b226474797065223a2242463136222c227368617065223a5b5d2c"
                  + "22646174615f6f666673657473223a5b382c31305d7d7d200000803f000000c0"
                  + "4940");

  private static final String PI = "b\u00e9\n";

  @Test
  void readsAFileMadeElsewhere() {
    SafetensorsFile file = RawFile.read(GOLDEN);
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(file.weights().names()).containsExactly("w", PI);
    assertThat(file.tensor("w").toFloats()).containsExactly(1f, -2f);
    assertThat(file.tensor("w").shape()).isEqualTo(Shape.of(2));
    Tensor pi = file.tensor(PI);
    assertThat(pi.dtype()).isEqualTo(DType.BF16);
    assertThat(pi.shape()).isEqualTo(Shape.of());
    float value = Float.intBitsToFloat(pi.bytes().readAll().getShort() << 16);
    assertThat(value).isEqualTo(3.140625f);
  }

  @Test
  void writesTheBytesTheReferenceWrites() {
    Weights weights =
        Weights.builder()
            .put("w", Tensor.ofFloats(Shape.of(2), 1, -2))
            .put(PI, Tensor.of(DType.BF16, Shape.of(), ByteSource.of(new byte[] {0x49, 0x40})))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(Channels.newChannel(out), weights, Map.of("format", "pt"));
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo(HexFormat.of().formatHex(GOLDEN));
  }

  @Test
  void readsAndWritesAFileOfNothing() {
    byte[] nothing = RawFile.of("{}      ", 0);
    assertThat(RawFile.read(nothing).weights().size()).isZero();
    assertThat(RawFile.read(nothing).metadata()).isEmpty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(Channels.newChannel(out), Weights.empty(), Map.of());
    assertThat(out.toByteArray()).isEqualTo(nothing);
  }

  @Test
  void takesWhiteSpaceAndAnyOrderOfFieldsWhereJsonAllowsThem() {
    byte[] file =
        RawFile.of(
            "{ \"a\" :\n{\t\"data_offsets\" : [ 1 , 2 ],\r\"shape\":[ ], \"dtype\" : \"U8\" } ,"
                + "\"b\\u00E9\\ud83d\\ude00\\/\":{\"dtype\":\"I8\",\"shape\":[1,1],"
                + "\"data_offsets\":[0,1]}, \"__metadata__\":{ } }",
            2);
    file[file.length - 1] = 7;
    SafetensorsFile read = RawFile.read(file);
    assertThat(read.weights().names())
        .as("the header's order, whatever the offsets")
        .containsExactly("a", "b\u00e9\ud83d\ude00/");
    assertThat(read.tensor("a").bytes().readAll().get()).isEqualTo((byte) 7);
  }
}
