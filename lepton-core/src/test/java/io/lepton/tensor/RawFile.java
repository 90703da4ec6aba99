package io.lepton.tensor;

import io.lepton.bytes.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Safetensors files put together from their parts, valid or not. */
final class RawFile {
  private RawFile() {}

  /** A header of the right length, and as many zeros as data. */
  static byte[] of(String header, int dataBytes) {
    return of(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
  }

  static byte[] of(byte[] header, byte[] data) {
    return claiming(header.length, header, data);
  }

  static byte[] claiming(long headerLength, byte[] header, byte[] data) {
    return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(header)
        .put(data)
        .array();
  }

  static SafetensorsFile read(byte[] file) {
    return Safetensors.read(ByteSource.of(file), "test");
  }
}
