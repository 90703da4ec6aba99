package io.lepton.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.split.Parts;
import io.lepton.data.split.TrainTest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDatasetTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

  @TempDir Path folder;

  private static ImageDataset pictures(int rows) {
    List<byte[]> pixels = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      pixels.add(new byte[] {(byte) row, 1, 2, 3, 4, (byte) 255});
      labels.add("class " + row % 3);
    }
    return ImageDataset.of("toy", SHAPE, 255, pixels, labels);
  }

  private Path idx(String name, int[] header, byte[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + values.length);
    Arrays.stream(header).forEach(bytes::putInt);
    return Files.write(folder.resolve(name), bytes.put(values).array());
  }

  private Path pack(Path file) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(Files.readAllBytes(file));
    }
    return Files.write(folder.resolve(file.getFileName() + ".gz"), packed.toByteArray());
  }

  @Test
  void readsIdxFilesPackedOrNot() throws IOException {
    Path images =
        idx("i", new int[] {0x803, 2, 2, 3}, new byte[] {0, 51, 2, 3, 4, -1, 9, 8, 7, 6, 5, 4});
    Path labels = idx("l", new int[] {0x801, 2}, new byte[] {7, (byte) 200});

    ImageDataset data = ImageDataset.idx(images, labels);

    assertThat(data.shape()).isEqualTo(SHAPE);
    assertThat(data.labels()).containsExactly("7", "200");
    assertThat(data.pixels(0)).containsExactly(0, 0.2f, 2 / 255f, 3 / 255f, 4 / 255f, 1);
    assertThat(data.batch(1, 0)).startsWith(9 / 255f).endsWith(1f).hasSize(12);
    assertThat(ImageDataset.idx(pack(images), pack(labels)).fingerprint())
        .isEqualTo(data.fingerprint());
  }

  @Test
  void refusesIdxFilesThatAreNotWhole() throws IOException {
    Path images = idx("i", new int[] {0x803, 2, 2, 3}, new byte[12]);
    Path labels = idx("l", new int[] {0x801, 2}, new byte[2]);
    Path packed = pack(images);
    byte[] half = Arrays.copyOf(Files.readAllBytes(packed), (int) Files.size(packed) - 6);

    refuses(
        idx("a", new int[] {0x803, 2, 2, 3}, new byte[11]),
        labels,
        "ends within picture 1 of 2: 5 of 6");
    refuses(idx("b", new int[] {0x803, 2, 2, 3}, new byte[13]), labels, "goes on after");
    refuses(idx("c", new int[] {0x803}, new byte[2]), labels, "ends too early");
    refuses(labels, labels, "begins with 0x00000801");
    refuses(images, images, "begins with 0x00000803");
    refuses(images, idx("d", new int[] {0x801, 3}, new byte[3]), "has 2 pictures; ");
    refuses(images, idx("e", new int[] {0x801, -3}, new byte[3]), "dimension -3");
    refuses(Files.write(folder.resolve("f"), half), labels, "was it copied whole?");
    assertThatThrownBy(() -> ImageDataset.idx(folder.resolve("none"), labels))
        .isInstanceOf(NotFoundException.class);
  }

  private static void refuses(Path images, Path labels, String message) {
    assertThatThrownBy(() -> ImageDataset.idx(images, labels))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private void draw(String path, int height, int width, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void readsFoldersNamedAfterClasses() throws IOException {
    draw("pets/dog/b.png", 2, 3, 0x0000FF);
    draw("pets/dog/a.png", 2, 3, 0xFF0000);
    draw("pets/cat/z.png", 2, 3, 0x336699);
    Files.writeString(folder.resolve("pets/cat/.hidden"), "x");

    ImageDataset data = ImageDataset.folder(folder.resolve("pets")).read();

    assertThat(data.labels()).containsExactly("cat", "dog", "dog");
    assertThat(data.shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(data.pixels(0)).startsWith(0.2f, 0.2f).endsWith(0.6f);
    assertThat(data.pixels(1)).startsWith(1).endsWith(0);
    assertThat(data).hasToString("pets (3 pictures of 3 x 2 x 3)");
    assertThat(
            ImageDataset.folder(folder.resolve("pets")).grey().size(4, 4, Fit.CROP).read().shape())
        .isEqualTo(new ImageShape(1, 4, 4));
  }

  @Test
  void saysWhichFileOfAFolderDoesNotFit() throws IOException {
    Path pets = folder.resolve("pets");
    assertThatThrownBy(ImageDataset.folder(pets)::read).isInstanceOf(NotFoundException.class);
    Files.createDirectories(pets);
    assertThatThrownBy(ImageDataset.folder(pets)::read).hasMessageContaining("no sub-folders");
    Files.createDirectories(pets.resolve("cat"));
    assertThatThrownBy(ImageDataset.folder(pets)::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cat has no pictures");
    draw("pets/cat/a.png", 2, 3, 0);
    draw("pets/cat/b.png", 3, 3, 0);
    assertThatThrownBy(ImageDataset.folder(pets)::read)
        .hasMessageContaining("b.png is 3 x 3 pixels; expected 2 x 3");
    Files.writeString(pets.resolve("cat/b.png"), "no picture");
    assertThatThrownBy(ImageDataset.folder(pets)::read).hasMessageContaining("b.png is no picture");
    Files.move(pets.resolve("cat/b.png"), pets.resolve("cat/b.txt"));
    assertThatThrownBy(ImageDataset.folder(pets)::read)
        .hasMessageContaining("b.txt is no picture by its name");
  }

  @Test
  void splitsByClassAndKeepsPixelsAndLabelsTogether() {
    ImageDataset data = pictures(30);

    Parts<ImageDataset> parts = data.split(0.6, 0.2, 0.2, 1);
    List<TrainTest<ImageDataset>> folds = data.folds(5, 1);

    assertThat(parts.train().classCounts())
        .isEqualTo(Map.of("class 0", 6L, "class 1", 6L, "class 2", 6L));
    assertThat(parts.test()).hasToString("test (6 pictures of 1 x 2 x 3)");
    assertThat(folds).hasSize(5);
    ImageDataset test = folds.get(0).test();
    for (int row = 0; row < test.rows(); row++) {
      assertThat(test.label(row)).isEqualTo("class " + test.bytes(row)[0] % 3);
    }
  }

  @Test
  void fingerprintsContentAndNothingElse() {
    ImageDataset data = pictures(3);
    List<byte[]> pixels = List.of(data.bytes(0), data.bytes(1), data.bytes(2));
    byte[] other = data.bytes(2);
    other[5] = 0;

    assertThat(data.named("other").fingerprint()).isEqualTo(data.fingerprint());
    assertThat(data.reference("train").rows()).isEqualTo(3);
    assertThat(data.fingerprint()) // of the documented form, made with Python's hashlib
        .hasToString("f55d23f258645f76e3a843102c04fa28ccbf660037c489875a0b4968875584dd")
        .isNotEqualTo(data.select(0, 2, 1).fingerprint());
    for (ImageDataset changed :
        List.of(
            ImageDataset.of("toy", new ImageShape(1, 3, 2), 255, pixels, data.labels()),
            ImageDataset.of("toy", SHAPE, 255, pixels, List.of("class 0", "class 1", "x")),
            ImageDataset.of(
                "toy", SHAPE, 255, List.of(pixels.get(0), pixels.get(1), other), data.labels()))) {
      assertThat(changed.fingerprint()).isNotEqualTo(data.fingerprint());
    }
  }

  @Test
  void takesPixelsFromATable() {
    Schema schema = Schema.builder().numeric("a", "b").label("y").build();
    ImageShape shape = new ImageShape(1, 1, 2);
    Dataset table = Dataset.of("t", schema, List.of(Row.of("a", 16, "b", 4, "y", "x")));

    assertThat(ImageDataset.ofTable(table, shape, 16).pixels(0)).containsExactly(1, 0.25f);
    for (Object wrong : new Object[] {17, -1, 0.5}) {
      Dataset bad = Dataset.of("t", schema, List.of(Row.of("a", wrong, "b", 4, "y", "x")));
      assertThatThrownBy(() -> ImageDataset.ofTable(bad, shape, 16))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("row 0, column \"a\" is ");
    }
    Dataset missing = Dataset.of("t", schema, List.of(Row.of("b", 4, "y", "x")));
    assertThatThrownBy(() -> ImageDataset.ofTable(missing, shape, 16))
        .hasMessageContaining("is missing");
    assertThatThrownBy(() -> ImageDataset.ofTable(table, SHAPE, 16))
        .hasMessageContaining("2 columns beside the label; expected 6");
  }

  @Test
  void refusesWhatDoesNotFit() {
    List<byte[]> one = List.of(new byte[6]);
    assertThatThrownBy(() -> ImageDataset.of("x", SHAPE, 255, one, List.of()))
        .hasMessageContaining("1 pictures and 0 labels");
    assertThatThrownBy(() -> ImageDataset.of("x", SHAPE, 255, one, List.of("")))
        .hasMessageContaining("empty label");
    assertThatThrownBy(() -> ImageDataset.of("x", SHAPE, 0, one, List.of("a")))
        .hasMessageContaining("maximum 0");
    assertThatThrownBy(
            () ->
                ImageDataset.of(
                    "x", SHAPE, 16, List.of(new byte[] {17, 0, 0, 0, 0, 0}), List.of("a")))
        .hasMessageContaining("picture 0 has the value 17; the maximum is 16");
    assertThatThrownBy(() -> ImageDataset.of("x", SHAPE, 255, List.of(new byte[5]), List.of("a")))
        .hasMessageContaining("5 values; expected 6");
  }
}
