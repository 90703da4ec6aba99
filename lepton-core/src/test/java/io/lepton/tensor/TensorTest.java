package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  private static Tensor bits(int... words) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(words);
    return Tensor.of(DType.F32, Shape.of(words.length), ByteSource.of(buffer));
  }

  @Test
  void givesValuesBack() {
    assertThat(Tensor.ofFloats(Shape.of(2, 1), 1.5f, Float.NaN).toFloats())
        .containsExactly(1.5f, Float.NaN);
    assertThat(Tensor.ofDoubles(Shape.of(), Math.PI).toDoubles()).containsExactly(Math.PI);
    assertThat(Tensor.ofLongs(Shape.of(2), Long.MIN_VALUE, 1).toLongs())
        .containsExactly(Long.MIN_VALUE, 1);
    assertThat(Tensor.ofFloats(Shape.of(0, 3)).toFloats()).isEmpty();
  }

  @Test
  void holdsLittleEndianBytes() {
    assertThat(Tensor.ofLongs(Shape.of(), 0x0102030405060708L).bytes().read(0, 2))
        .isEqualTo(ByteBuffer.wrap(new byte[] {8, 7}));
    assertThat(bits(0x3f800000).toFloats()).containsExactly(1f);
  }

  @Test
  void tellsNaNsApartByTheirPayload() {
    Tensor quiet = bits(0x7fc00000);
    assertThat(quiet.contentEquals(bits(0x7fc00000))).isTrue();
    assertThat(quiet.contentEquals(bits(0x7fc00001))).isFalse();
    assertThat(quiet.contentEquals(bits(0x7f800001))).as("signalling").isFalse();
    assertThat(quiet.contentEquals(bits(0xffc00000))).as("negative").isFalse();
    assertThat(bits(0x00000000).contentEquals(bits(0x80000000))).as("zero and -0").isFalse();
  }

  @Test
  void keepsNaNPayloadsThroughFloats() {
    int[] patterns = {0x7fc12345, 0xffffffff, 0x7fc00000};
    float[] values = bits(patterns).toFloats();
    assertThat(Tensor.ofFloats(Shape.of(3), values).contentEquals(bits(patterns))).isTrue();
  }

  @Test
  void comparesTypeShapeAndEveryBlock() {
    Tensor floats = bits(1, 2);
    assertThat(floats.contentEquals(Tensor.of(DType.I32, Shape.of(2), floats.bytes()))).isFalse();
    assertThat(floats.contentEquals(Tensor.of(DType.F32, Shape.of(2, 1), floats.bytes())))
        .isFalse();
    byte[] large = new byte[(2 << 20) + 5];
    byte[] other = large.clone();
    Tensor one = Tensor.of(DType.U8, Shape.of(large.length), ByteSource.of(large));
    Tensor two = Tensor.of(DType.U8, Shape.of(large.length), ByteSource.of(other));
    assertThat(one.contentEquals(two)).isTrue();
    other[other.length - 1] = 1;
    assertThat(one.contentEquals(two)).as("a difference in the last byte").isFalse();
    assertThat(two.digest()).isEqualTo(Digest.of(other));
  }

  @Test
  void refusesBytesThatDoNotFit() {
    assertThatThrownBy(() -> Tensor.of(DType.F32, Shape.of(2), ByteSource.of(new byte[7])))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("tensor F32 [2] needs 8 bytes, found 7");
    assertThatThrownBy(() -> Tensor.ofFloats(Shape.of(2), 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Tensor.of(DType.F32, Shape.of(-1), ByteSource.of(new byte[4])))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> bits(1).toDoubles())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("F64")
        .hasMessageContaining("F32 [1]");
  }

  @ParameterizedTest
  @EnumSource
  void knowsEveryTypeByItsName(DType dtype) {
    assertThat(DType.named(dtype.name())).isEqualTo(dtype);
    assertThat(dtype.byteSize(8)).isEqualTo(dtype.bits());
    assertThat(dtype.byteSize(0)).isZero();
    assertThatThrownBy(() -> dtype.byteSize(Long.MAX_VALUE))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesUnknownTypesAndPartOfAByte() {
    assertThatThrownBy(() -> DType.named("float32"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("float32")
        .hasMessageContaining("F8_E4M3");
    assertThatThrownBy(() -> DType.F4.byteSize(3)).isInstanceOf(InvalidInputException.class);
    assertThat(DType.F6_E3M2.byteSize(4)).isEqualTo(3);
  }

  @Test
  void weightsKeepTheirOrderAndRefuseANameTwice() {
    Weights weights = Weights.builder().put("b", bits(1)).put("a", bits(2, 3)).build();
    assertThat(weights.names()).containsExactly("b", "a");
    assertThat(weights.size()).isEqualTo(2);
    assertThat(weights.byteSize()).isEqualTo(12);
    assertThat(weights.find("c")).isEmpty();
    assertThatThrownBy(() -> weights.get("c"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("\"c\"")
        .hasMessageContaining("[b, a]");
    assertThatThrownBy(() -> Weights.builder().put("a", bits(1)).put("a", bits(1)))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> weights.asMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void weightsAreEqualOnlyInOneOrder() {
    Weights weights = Weights.builder().put("a", bits(1)).put("b", bits(2)).build();
    assertThat(weights.contentEquals(Weights.builder().put("a", bits(1)).put("b", bits(2)).build()))
        .isTrue();
    assertThat(weights.contentEquals(Weights.builder().put("b", bits(2)).put("a", bits(1)).build()))
        .isFalse();
    assertThat(weights.contentEquals(Weights.builder().put("a", bits(1)).put("b", bits(3)).build()))
        .isFalse();
    assertThat(weights.contentEquals(Weights.empty())).isFalse();
  }

  @Test
  void weightsDoNotChangeWithTheMapTheyWereMadeOf() {
    Map<String, Tensor> map = new LinkedHashMap<>(Map.of("a", bits(1)));
    Weights weights = Weights.of(map);
    map.clear();
    assertThat(weights.names()).containsExactly("a");
  }
}
