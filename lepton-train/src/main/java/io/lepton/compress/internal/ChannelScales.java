package io.lepton.compress.internal;

import io.lepton.error.InvalidInputException;

/**
 * Symmetric quantisation of a constant, one scale for each channel along an axis.
 *
 * @param values −bound to bound, in the constant's layout
 * @param scales one each channel; a weight is value × scale
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record ChannelScales(byte[] values, float[] scales) {
  /**
   * Quantises.
   *
   * @param outer elements of all axes before the channel's
   * @param channels size of the axis
   * @param inner elements of all axes after it
   */
  static ChannelScales of(
      String name, float[] weights, int outer, int channels, int inner, int bound) {
    float[] scales = new float[channels];
    byte[] values = new byte[weights.length];
    for (int c = 0; c < channels; c++) {
      float largest = 0;
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          float weight = weights[(o * channels + c) * inner + i];
          if (!Float.isFinite(weight)) {
            throw new InvalidInputException("weight \"" + name + "\" has the element " + weight);
          }
          largest = Math.max(largest, Math.abs(weight));
        }
      }
      // A channel of zeros, or one too small for a normal scale, keeps values of zero.
      scales[c] = largest / bound < Float.MIN_NORMAL ? 1 : largest / bound;
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int at = (o * channels + c) * inner + i;
          int value = (int) Math.rint(weights[at] / (double) scales[c]);
          values[at] = (byte) Math.max(-bound, Math.min(bound, value));
        }
      }
    }
    return new ChannelScales(values, scales);
  }
}
