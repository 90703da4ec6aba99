package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void countsElements() {
    assertThat(Shape.of().elementCount()).isEqualTo(1);
    assertThat(Shape.of(3, 4, 5).elementCount()).isEqualTo(60);
    assertThat(Shape.of(3, 0, 5).elementCount()).isZero();
    assertThat(Shape.of(Long.MAX_VALUE).elementCount()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesToCountBeyond63BitsEvenBesideAZero() {
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 31).elementCount())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[4294967296, 2147483648]");
    assertThatThrownBy(() -> Shape.of(0, 1L << 32, 1L << 32).elementCount())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Shape.of(Shape.UNKNOWN, 2).elementCount())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unknown");
  }

  @Test
  void refusesDimensionsBelowUnknown() {
    assertThatThrownBy(() -> Shape.of(2, -2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-2");
  }

  @Test
  void matchesWhateverStandsAtUnknown() {
    Shape pattern = Shape.of(Shape.UNKNOWN, 28);
    assertThat(pattern.isFullyKnown()).isFalse();
    assertThat(pattern.matches(Shape.of(5, 28))).isTrue();
    assertThat(pattern.matches(Shape.of(5, 27))).isFalse();
    assertThat(pattern.matches(Shape.of(28))).isFalse();
    assertThat(Shape.of().matches(Shape.of())).isTrue();
    assertThat(Shape.of(5, 28).matches(Shape.of(5, 28))).isTrue();
  }

  @Test
  void isAValueOfItsOwn() {
    long[] dimensions = {2, 3};
    Shape shape = Shape.of(dimensions);
    dimensions[0] = 9;
    shape.dimensions()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(shape).isNotEqualTo(Shape.of(3, 2)).hasToString("[2, 3]");
    assertThat(shape.rank()).isEqualTo(2);
    assertThat(shape.dimension(1)).isEqualTo(3);
  }
}
