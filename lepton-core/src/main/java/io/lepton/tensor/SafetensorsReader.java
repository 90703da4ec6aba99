package io.lepton.tensor;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Understands a safetensors header and checks it against the data behind it. */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";

  private static final int MANY_DIMENSIONS = 16;

  private final HeaderCursor header;
  private final ByteSource data;
  private final String source;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable Map<String, String> metadata;

  SafetensorsReader(ByteBuffer header, ByteSource data, String source) {
    this.header = new HeaderCursor(header, source);
    this.data = data;
    this.source = source;
  }

  /** What the header says of one tensor; position is that of its name in the file. */
  private record Entry(
      String name, DType dtype, Shape shape, long begin, long end, long position) {}

  SafetensorsFile read() {
    header.first('{');
    if (!header.skip('}')) {
      do {
        long position = header.position();
        String name = header.string("a tensor's name");
        header.expect(':');
        if (name.equals(METADATA)) {
          readMetadata(position);
        } else {
          readEntry(name, position);
        }
      } while (header.continues('}'));
    }
    header.onlyPaddingLeft();
    requireTiling();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries.values()) {
      ByteSource bytes = data.slice(entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), Tensor.of(entry.dtype(), entry.shape(), bytes));
    }
    return new SafetensorsFile(Weights.of(tensors), metadata == null ? Map.of() : metadata);
  }

  private void readMetadata(long position) {
    if (metadata != null) {
      throw header.corrupt("\"" + METADATA + "\" comes twice", position);
    }
    Map<String, String> found = new LinkedHashMap<>();
    header.expect('{');
    if (!header.skip('}')) {
      do {
        long at = header.position();
        String key = header.string("a key of \"" + METADATA + "\"");
        header.expect(':');
        String value = header.string("the text of " + HeaderCursor.quote(key));
        if (found.putIfAbsent(key, value) != null) {
          throw header.corrupt(
              HeaderCursor.quote(key) + " comes twice in \"" + METADATA + "\"", at);
        }
      } while (header.continues('}'));
    }
    metadata = found;
  }

  private void readEntry(String name, long position) {
    header.enter(name);
    Entry before = entries.get(name);
    if (before != null) {
      throw header.corrupt("comes twice, first at byte " + before.position(), position);
    }
    DType dtype = null;
    Shape shape = null;
    long[] offsets = null;
    header.expect('{');
    if (!header.skip('}')) {
      do {
        long at = header.position();
        String field = header.string("a field's name");
        header.expect(':');
        if (field.equals("dtype") && dtype == null) {
          dtype = dtype();
        } else if (field.equals("shape") && shape == null) {
          shape = Shape.of(numbers("a dimension"));
        } else if (field.equals("data_offsets") && offsets == null) {
          offsets = numbers("a data offset");
        } else {
          boolean known = List.of("dtype", "shape", "data_offsets").contains(field);
          String quoted = HeaderCursor.quote(field);
          throw header.corrupt(known ? quoted + " comes twice" : "unknown field " + quoted, at);
        }
      } while (header.continues('}'));
    }
    if (dtype == null || shape == null || offsets == null) {
      String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw header.corrupt("lacks the field \"" + missing + "\"", position);
    }
    entries.put(name, checked(name, dtype, shape, offsets, position));
    header.enter(null);
  }

  private DType dtype() {
    long at = header.position();
    String name = header.string("a dtype");
    try {
      return DType.named(name);
    } catch (InvalidInputException e) {
      throw header.corrupt(
          "unknown dtype "
              + HeaderCursor.quote(name)
              + "; known: "
              + Arrays.toString(DType.values()),
          at);
    }
  }

  private long[] numbers(String what) {
    long[] numbers = new long[4];
    int count = 0;
    header.expect('[');
    if (!header.skip(']')) {
      do {
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = header.number(what);
      } while (header.continues(']'));
    }
    return Arrays.copyOf(numbers, count);
  }

  private Entry checked(String name, DType dtype, Shape shape, long[] offsets, long position) {
    if (offsets.length != 2) {
      throw header.corrupt("expected 2 data_offsets, found " + offsets.length, position);
    }
    long begin = offsets[0];
    long end = offsets[1];
    if (begin > end || end > data.size()) {
      throw header.corrupt(
          "data_offsets " + begin + " to " + end + "; there are " + data.size() + " bytes of data",
          position);
    }
    long needed;
    try {
      needed = dtype.byteSize(shape.elementCount());
    } catch (InvalidInputException e) {
      throw header.corrupt(
          dtype
              + " "
              + brief(shape)
              + " does not fill a whole number of bytes below 2^63; data_offsets "
              + begin
              + " to "
              + end,
          position);
    }
    if (needed != end - begin) {
      throw header.corrupt(
          dtype
              + " "
              + brief(shape)
              + " needs "
              + needed
              + " bytes; data_offsets "
              + begin
              + " to "
              + end
              + " hold "
              + (end - begin),
          position);
    }
    return new Entry(name, dtype, shape, begin, end, position);
  }

  /** A shape for messages: a hostile one may have millions of dimensions. */
  private static String brief(Shape shape) {
    return shape.rank() <= MANY_DIMENSIONS
        ? shape.toString()
        : "of " + shape.rank() + " dimensions";
  }

  /** The tensors must cover the data from the first byte to the last, each byte once. */
  private void requireTiling() {
    List<Entry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    @Nullable Entry before = null;
    for (Entry entry : byPlace) {
      if (entry.begin() != covered) {
        header.enter(entry.name());
        throw header.corrupt(
            "begins at byte "
                + entry.begin()
                + " of the data, expected "
                + covered
                + ", the end of "
                + quote(before)
                + (entry.begin() > covered ? ": a hole" : ": an overlap"),
            entry.position());
      }
      covered = entry.end();
      before = entry;
    }
    if (covered != data.size()) {
      throw new CorruptDataException(
          source
              + ": bytes "
              + covered
              + " to "
              + data.size()
              + " of the data belong to no tensor; the last is "
              + quote(before));
    }
  }

  private static String quote(@Nullable Entry entry) {
    return entry == null ? "nothing" : "tensor " + HeaderCursor.quote(entry.name());
  }
}
