package io.lepton.internal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * Lepton's canonical JSON: no white space, object keys sorted by UTF-16 code units, whole numbers
 * in decimal, doubles in the shortest decimal that reads back to the same bits and always with a
 * point or an exponent, text in UTF-8 with only quotes, backslashes, control characters and
 * unpaired surrogates escaped. Equal values therefore have equal bytes, on every JVM. Infinities
 * and NaN are text.
 *
 * <p>It departs from RFC 8785 in numbers only: that RFC writes 1.0 as 1 and holds integers to 53
 * bits, and a manifest must keep a {@code Double} a {@code Double} and a 64-bit seed whole. Reading
 * refuses duplicate keys and unknown fields.
 */
public final class Json {
  /** No text is too long to be read that was written; it takes no more than its own bytes. */
  private static final StreamReadConstraints ANY_LENGTH =
      StreamReadConstraints.builder()
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              StreamWriteFeature
                  .USE_FAST_DOUBLE_WRITER) // Java 17's Double.toString is not the shortest
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .withCoercionConfig(
              LogicalType.Textual,
              config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          // A record's components are its value; isFoo() and getFoo() only derive from them.
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .addModule(values())
          .build();

  private Json() {}

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule();
    asText(module, Digest.class, Digest::hex, Digest::parse);
    asText(module, Instant.class, Instant::toString, Instant::parse);
    module.addSerializer(
        Shape.class,
        serializer((shape, out) -> out.writeArray(shape.dimensions(), 0, shape.rank())));
    module.addDeserializer(
        Shape.class,
        deserializer((parser, context) -> Shape.of(context.readValue(parser, long[].class))));
    return module;
  }

  private static <T> void asText(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(type, serializer((value, out) -> out.writeString(write.apply(value))));
    module.addKeySerializer(
        type, serializer((value, out) -> out.writeFieldName(write.apply(value))));
    module.addDeserializer(type, deserializer((parser, context) -> read.apply(text(parser))));
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return read.apply(key);
          }
        });
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new CorruptDataException("expected a text, found " + parser.currentToken());
    }
    return parser.getText();
  }

  private interface Write<T> {
    void to(T value, JsonGenerator out) throws IOException;
  }

  private interface Read<T> {
    T from(JsonParser parser, DeserializationContext context) throws IOException;
  }

  private static <T> JsonSerializer<T> serializer(Write<T> write) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        write.to(value, out);
      }
    };
  }

  private static <T> JsonDeserializer<T> deserializer(Read<T> read) {
    return new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return read.from(parser, context);
      }
    };
  }

  /**
   * Writes a record, map, list, tree or scalar.
   *
   * @param value made of types Jackson binds and Lepton's own
   * @return canonical UTF-8 bytes
   * @throws InvalidInputException if it is of a type that has no JSON form
   */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "a " + value.getClass().getName() + " cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a record, map, list, tree or scalar.
   *
   * @param value made of types Jackson binds and Lepton's own
   * @return canonical text
   * @throws InvalidInputException as {@link #bytes}
   */
  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /**
   * Reads a value back.
   *
   * @param json UTF-8 bytes
   * @param type what to read
   * @param where the bytes come from, for the message
   * @param <T> the type
   * @return the value
   * @throws CorruptDataException if the bytes are not such a value
   */
  public static <T> T read(byte[] json, Class<T> type, String where) {
    try {
      return Objects.requireNonNull(MAPPER.readValue(json, type), "null");
    } catch (IOException | RuntimeException e) {
      throw new CorruptDataException(
          where + " is not a valid " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a value back.
   *
   * @param json text
   * @param type what to read
   * @param where the text comes from, for the message
   * @param <T> the type
   * @return the value
   * @throws CorruptDataException if the text is not such a value
   */
  public static <T> T read(String json, Class<T> type, String where) {
    try {
      return Objects.requireNonNull(MAPPER.readValue(json, type), "null");
    } catch (IOException | RuntimeException e) {
      throw new CorruptDataException(
          where + " is not a valid " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Turns a value into a tree.
   *
   * @param value made of types Jackson binds and Lepton's own
   * @return the tree
   */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }
}
