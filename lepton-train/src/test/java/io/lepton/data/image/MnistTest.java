package io.lepton.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MnistTest {
  @Test
  void readsTheTestSet() {
    ImageDataset data = Mnist.test();

    assertThat(data).hasToString("t10k-images-idx3-ubyte.gz (10000 pictures of 1 x 28 x 28)");
    assertThat(data.label(0)).isEqualTo("7");
    assertThat(data.classCounts()).containsEntry("0", 980L).containsEntry("9", 1009L).hasSize(10);
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (float pixel : data.pixels(row)) {
        sum += pixel;
      }
    }
    // The mean that numpy finds.
    assertThat(sum / 10_000 / 784).isCloseTo(0.13251460584233699, within(1e-8));
  }
}
