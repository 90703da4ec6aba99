package io.lepton.data.image;

/** One picture while it is being worked on: values from 0 to 255, plane by plane. */
final class Planes {
  private final int channels;
  private final int height;
  private final int width;
  private final float[] values;

  Planes(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.values = new float[Math.multiplyExact(channels * height, width)];
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Sets a pixel; grey is the luma of ITU-R BT.601, as in PIL's and torchvision's conversion. */
  void set(int y, int x, float red, float green, float blue) {
    if (channels == 1) {
      boolean grey = red == green && green == blue;
      put(0, y, x, grey ? red : 0.299f * red + 0.587f * green + 0.114f * blue);
    } else {
      put(0, y, x, red);
      put(1, y, x, green);
      put(2, y, x, blue);
    }
  }

  void put(int channel, int y, int x, float value) {
    values[(channel * height + y) * width + x] = value;
  }

  float get(int channel, int y, int x) {
    return values[(channel * height + y) * width + x];
  }

  byte[] bytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(Math.max(0, Math.min(255, values[i])));
    }
    return bytes;
  }
}
