package io.lepton.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what PIL sees in the same files; resources/io/lepton/data/image/make.py made both. */
class PicturesTest {
  private static byte[] resource(String name) {
    try (InputStream in = PicturesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSeenAs(String expected, float[] pixels, int tolerance) {
    JsonNode all =
        Json.read(
            new String(resource("expected.json"), StandardCharsets.UTF_8), JsonNode.class, "");
    JsonNode wanted = all.get(expected);
    assertThat(pixels).hasSize(wanted.size());
    for (int i = 0; i < pixels.length; i++) {
      assertThat(Math.abs(Math.round(pixels[i] * 255) - wanted.get(i).asInt()))
          .as("%s, value %s", expected, i)
          .isLessThanOrEqualTo(tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"grey.png,1,5,6,0", "rgb.png,3,5,6,0", "palette.png,3,5,6,0", "big.png,1,20,30,-1"})
  void readsSamplesAsTheyAre(String file, int channels, int height, int width, int tolerance) {
    float[] pixels = new ImageShape(channels, height, width).decode(resource(file), Fit.REFUSE);

    if (tolerance >= 0) {
      assertSeenAs(file, pixels, tolerance);
    }
    assertThat(pixels).hasSize(channels * height * width);
  }

  @Test
  void makesGreyByLuma() {
    // Both round, PIL after weights in 16 bits.
    assertSeenAs(
        "rgb.png as grey", new ImageShape(1, 5, 6).decode(resource("rgb.png"), Fit.REFUSE), 1);
  }

  @Test
  void laysTransparentPixelsOverWhite() {
    assertSeenAs("alpha.png", new ImageShape(3, 5, 6).decode(resource("alpha.png"), Fit.REFUSE), 1);
  }

  @Test
  void readsJpegAsAnotherDecoderDoesButForRounding() {
    // The standard leaves the inverse transform's rounding open: ±1 in each of three components,
    // which the conversion to red, green and blue scales by at most 1 + 1.772.
    assertSeenAs(
        "smooth.jpg", new ImageShape(3, 16, 24).decode(resource("smooth.jpg"), Fit.REFUSE), 3);
  }

  @Test
  void scalesAsPilDoes() {
    byte[] big = resource("big.png");

    // PIL rounds to bytes after each of the two passes.
    assertSeenAs("big.png to 8 x 12", new ImageShape(1, 8, 12).decode(big, Fit.STRETCH), 1);
    assertSeenAs("big.png to 33 x 41", new ImageShape(1, 33, 41).decode(big, Fit.STRETCH), 1);
    assertSeenAs("big.png cropped to 9 x 9", new ImageShape(1, 9, 9).decode(big, Fit.CROP), 1);
  }

  @Test
  void refusesWhatIsNoPictureOrOfAnotherSize() {
    ImageShape shape = new ImageShape(3, 4, 4);
    byte[] rgb = resource("rgb.png");

    assertThatThrownBy(() -> shape.decode(rgb, Fit.REFUSE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5 x 6 pixels; expected 4 x 4");
    assertThatThrownBy(() -> shape.decode(new byte[] {1, 2, 3}, Fit.STRETCH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no picture");
    for (int length = 1; length < rgb.length - 12; length += 7) {
      byte[] cut = Arrays.copyOf(rgb, length);
      assertThatThrownBy(() -> shape.decode(cut, Fit.STRETCH))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> shape.decode(Path.of("none.png"), Fit.STRETCH))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> new ImageShape(2, 4, 4)).isInstanceOf(InvalidInputException.class);
  }
}
