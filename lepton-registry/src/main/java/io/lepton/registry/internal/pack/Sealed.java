package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.seal.ModelCipher;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of an encrypted chunk.
 *
 * <pre>
 *   0 16  id of the data key
 *  16  1  codec of what is sealed: not 5
 *  17 34  if that is 4: the difference's prefix, open, so that whoever copies or collects chunks
 *         knows what they rest on without the key; the names in it are keyed
 *   …  …  12 bytes nonce, the sealed rest, 16 bytes tag
 * </pre>
 *
 * <p>The chunk's name, its raw length and all that is open are bound to the sealed bytes, so that
 * none can be given to another.
 */
final class Sealed {
  private static final int HEAD = ModelCipher.ID_BYTES + 1;

  private Sealed() {}

  static Encoded seal(ModelCipher cipher, Digest name, int rawLength, Encoded plain) {
    boolean difference = plain.codec() == Codec.DELTA;
    ByteBuffer rest = plain.stored().duplicate();
    byte[] open = new byte[HEAD + (difference ? Delta.PREFIX : 0)];
    System.arraycopy(HexFormat.of().parseHex(cipher.id()), 0, open, 0, ModelCipher.ID_BYTES);
    open[HEAD - 1] = (byte) plain.codec().number();
    rest.get(open, HEAD, open.length - HEAD);
    byte[] sealed = cipher.seal(rest, context(name, rawLength, open));
    ByteBuffer stored = ByteBuffer.allocate(open.length + sealed.length).put(open).put(sealed);
    return new Encoded(Codec.SEALED, stored.flip(), plain.base());
  }

  private static byte[] context(Digest name, int rawLength, byte[] open) {
    return ByteBuffer.allocate(Digest.BYTES + Integer.BYTES + open.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.toBytes())
        .putInt(rawLength)
        .put(open)
        .array();
  }

  /** Opens; IllegalArgumentException if a bit was changed or these are no such bytes. */
  static Encoded open(ModelCipher cipher, Digest name, int rawLength, ByteBuffer stored) {
    Codec codec = codec(stored);
    byte[] open = new byte[HEAD + (codec == Codec.DELTA ? Delta.PREFIX : 0)];
    if (stored.remaining() < open.length) {
      throw new IllegalArgumentException("sealed bytes cut short at " + stored.remaining());
    }
    ByteBuffer rest = stored.duplicate();
    rest.get(open);
    byte[] plain = cipher.open(rest, context(name, rawLength, open));
    ByteBuffer whole = ByteBuffer.allocate(open.length - HEAD + plain.length);
    whole.put(open, HEAD, open.length - HEAD).put(plain).flip();
    return new Encoded(codec, whole, null);
  }

  private static Codec codec(ByteBuffer stored) {
    if (stored.remaining() < HEAD) {
      throw new IllegalArgumentException("sealed bytes cut short at " + stored.remaining());
    }
    int number = stored.get(stored.position() + HEAD - 1);
    Codec codec = Codec.find(number);
    if (codec == null || codec == Codec.SEALED) {
      throw new IllegalArgumentException("sealed bytes of codec " + number);
    }
    return codec;
  }

  /** Names the key; IllegalArgumentException if these are no sealed bytes. */
  static String keyId(ByteBuffer stored) {
    codec(stored);
    byte[] id = new byte[ModelCipher.ID_BYTES];
    stored.duplicate().get(id);
    return HexFormat.of().formatHex(id);
  }

  /** How much of the stored bytes {@link #base} needs. */
  static final int PREFIX = HEAD + Delta.PREFIX;

  /** What it rests on; IllegalArgumentException if these are no sealed bytes. */
  static @Nullable Digest base(ByteBuffer stored) {
    if (codec(stored) != Codec.DELTA) {
      return null;
    }
    ByteBuffer prefix = stored.duplicate();
    prefix.position(prefix.position() + HEAD);
    return Delta.read(prefix).base();
  }
}
