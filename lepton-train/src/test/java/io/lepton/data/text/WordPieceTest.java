package io.lepton.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.data.text.WordPiece.Letters;
import io.lepton.error.InvalidInputException;
import io.lepton.train.Encoders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordPieceTest {
  private static final Encoders.Golden GOLDEN = Encoders.Golden.read();

  /** An implementation in Python of its own: control characters, accents, Chinese, cuts. */
  @Test
  void cutsTextsAsPythonDoes() {
    requireSame(Letters.LOWER, GOLDEN.texts(), GOLDEN.ids());
    requireSame(Letters.KEPT, GOLDEN.cased(), GOLDEN.casedIds());
  }

  private static void requireSame(Letters letters, List<String> texts, int[][] ids) {
    WordPiece tokenizer = WordPiece.read(Encoders.file("vocab.txt"), letters);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(tokenizer.encode(texts.get(i), GOLDEN.length()))
          .as("\"%s\"", texts.get(i))
          .isEqualTo(ids[i]);
    }
  }

  @Test
  void readsLinesHoweverTheyEnd() {
    ByteSource windows = vocabulary("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na");
    WordPiece tokenizer = WordPiece.read(windows, Letters.LOWER);
    assertThat(tokenizer.size()).isEqualTo(5);
    assertThat(tokenizer.padding()).isZero();
    assertThat(tokenizer.encode("A b", 8)).containsExactly(2, 4, 1, 3);
    assertThat(tokenizer.encode("A b", 2)).containsExactly(2, 3);
  }

  @Test
  void refusesWhatIsNoVocabulary() {
    refused("[PAD]\n[UNK]\n[CLS]\n", "of 3 pieces lacks [SEP]");
    refused("", "of 0 pieces lacks [PAD]");
    refused("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\na\n", "\"a\" is in lines 4 and 5");
    assertThatThrownBy(() -> WordPiece.read(ByteSource.of(new byte[] {(byte) 0xFF}), Letters.LOWER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not UTF-8");
    WordPiece good = WordPiece.read(Encoders.file("vocab.txt"), Letters.LOWER);
    assertThatThrownBy(() -> good.encode("x", 1)).isInstanceOf(InvalidInputException.class);
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> WordPiece.read(vocabulary(text), Letters.LOWER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static ByteSource vocabulary(String text) {
    return ByteSource.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
