package io.lepton.finetune;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Says which weights an addition belongs to. */
final class Fingerprints {
  private Fingerprints() {}

  /** Of names, types, shapes and bits. */
  static Digest of(Weights weights) {
    StringBuilder text = new StringBuilder();
    weights
        .asMap()
        .forEach(
            (name, tensor) ->
                text.append(name)
                    .append(' ')
                    .append(tensor)
                    .append(' ')
                    .append(tensor.digest().hex())
                    .append('\n'));
    return Digest.of(
        ByteSource.of(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8))));
  }

  static void require(Digest expected, Weights found) {
    Digest actual = of(found);
    if (!actual.equals(expected)) {
      throw new InvalidInputException(
          "the addition was trained on weights "
              + expected.hex()
              + ", these are "
              + actual.hex()
              + "; give it the version that its lineage names as parent");
    }
  }
}
