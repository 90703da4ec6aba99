package io.lepton.tensor;

import io.lepton.bytes.ByteSource;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Lays weights out as a safetensors file. */
final class SafetensorsWriter {
  private final List<Map.Entry<String, Tensor>> byPlace;
  private final ByteBuffer head;

  SafetensorsWriter(Weights weights, Map<String, String> metadata) {
    byPlace = new ArrayList<>(weights.asMap().entrySet());
    byPlace.sort(
        Comparator.comparing(
                (Map.Entry<String, Tensor> entry) -> entry.getValue().dtype(),
                Comparator.reverseOrder()) // DType is declared by rising width, as in the reference
            .thenComparing(
                entry -> entry.getKey().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    Map<String, Long> begins = new HashMap<>();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : byPlace) {
      begins.put(entry.getKey(), end);
      end = Math.addExact(end, entry.getValue().bytes().size());
    }
    head = head(weights, metadata, begins);
  }

  private static ByteBuffer head(
      Weights weights, Map<String, String> metadata, Map<String, Long> begins) {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      json.append("\"__metadata__\":{");
      new TreeMap<>(metadata)
          .forEach( // sorted, so that equal maps make equal files
              (key, value) -> {
                quote(key, json);
                json.append(':');
                quote(value, json);
                json.append(',');
              });
      json.setCharAt(json.length() - 1, '}');
      json.append(',');
    }
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.equals(SafetensorsReader.METADATA)) {
                throw new InvalidInputException(
                    "a tensor cannot be named \"__metadata__\" in a safetensors file; rename it");
              }
              long begin = begins.getOrDefault(name, 0L);
              quote(name, json);
              json.append(":{\"dtype\":\"").append(tensor.dtype());
              json.append("\",\"shape\":").append(shape(tensor.shape()));
              json.append(",\"data_offsets\":[").append(begin).append(',');
              json.append(begin + tensor.bytes().size()).append("]},");
            });
    if (json.charAt(json.length() - 1) == ',') {
      json.setLength(json.length() - 1);
    }
    byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    int padded = Math.addExact(header.length, Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    if (padded > Safetensors.MAX_HEADER_BYTES) {
      throw new InvalidInputException(
          "the header of "
              + weights.size()
              + " tensors takes "
              + padded
              + " bytes; a safetensors"
              + " file allows "
              + Safetensors.MAX_HEADER_BYTES);
    }
    ByteBuffer head =
        ByteBuffer.allocate(Safetensors.LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(header);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    return head.flip();
  }

  private static String shape(Shape shape) {
    return Arrays.toString(shape.dimensions()).replace(" ", "");
  }

  private static void quote(String text, StringBuilder json) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidInputException(
          "the name or text "
              + HeaderCursor.quote(text)
              + " holds half a surrogate pair, which UTF-8 cannot write");
    }
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  void to(WritableByteChannel channel) {
    try {
      writeAll(channel);
    } catch (IOException e) {
      throw failed("the channel", e);
    }
  }

  private void writeAll(WritableByteChannel channel) throws IOException {
    ByteSource.of(head).writeTo(0, head.limit(), channel);
    for (Map.Entry<String, Tensor> entry : byPlace) {
      ByteSource bytes = entry.getValue().bytes();
      bytes.writeTo(0, bytes.size(), channel);
    }
  }

  void to(Path file) {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        writeAll(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flushFolder(target);
    } catch (IOException e) {
      throw failed(file.toString(), e);
    } finally {
      discard(temporary);
    }
  }

  /** A rename survives a crash only once its folder is on the disk. */
  private static void flushFolder(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder != null && !System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // What led here is reported already; a stray temporary file does no harm.
    }
  }

  private static StorageException failed(String where, IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT, "cannot write safetensors to " + where + ": " + e, e);
  }
}
