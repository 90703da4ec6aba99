package io.lepton.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Doubles in the shortest decimal that reads back to the same bits. */
class JsonNumbersTest {
  private static final long SEED = 20261122;

  /** The forms that JDK 19 and later print, where JDK-4511638 is mended. */
  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "1.0, 1.0",
    "0.1, 0.1",
    "0.001, 0.001",
    "9.999E-4, 9.999E-4",
    "1234567.0, 1234567.0",
    "1.0E7, 1.0E7",
    "2.0E-3, 0.002",
    "1.0E23, 1.0E23",
    "2.0E23, 2.0E23",
    "4.9E-324, 4.9E-324",
    "2.2250738585072014E-308, 2.2250738585072014E-308",
    "1.7976931348623157E308, 1.7976931348623157E308",
    "9007199254740993, 9.007199254740992E15",
    "5.684341886080802E-14, 5.684341886080802E-14",
    "0.30000000000000004, 0.30000000000000004"
  })
  void hasTheKnownForm(double value, String text) {
    assertThat(Json.text(value)).isEqualTo(text);
  }

  @Test
  void readsBackTheSameBitsAndIsNoLongerThanNeeded() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 5_000; i++) {
      double value =
          i % 2 == 0
              ? Double.longBitsToDouble(random.nextLong())
              : random.nextInt(-10_000, 10_000) / Math.pow(10, random.nextInt(8));
      if (!Double.isFinite(value)) {
        continue;
      }
      String text = Json.text(value);
      assertThat(Double.doubleToLongBits(Json.read(text, Double.class, "test")))
          .isEqualTo(Double.doubleToLongBits(value));
      assertThat(text).containsPattern("[.E]");
      assertThat(digits(new BigDecimal(text)))
          .as("significant digits of %s", text)
          .isEqualTo(fewestDigits(value));
    }
  }

  private static int digits(BigDecimal number) {
    return number.signum() == 0 ? 1 : number.stripTrailingZeros().precision();
  }

  /** By search: the fewest digits among which some decimal rounds to the value. */
  private static int fewestDigits(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < 17; precision++) {
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        BigDecimal rounded = exact.round(new MathContext(precision, mode));
        if (rounded.doubleValue() == value) {
          return digits(rounded);
        }
      }
    }
    return digits(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }
}
