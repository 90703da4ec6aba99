package io.lepton.benchmarks;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.ImageShape;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Data that are not in the repository, read from {@code ../shared/data}. */
final class TaskData {
  private static final Path FOLDER = Path.of("../shared/data");

  private TaskData() {}

  static Path file(String name) {
    Path file = FOLDER.resolve(name);
    if (!Files.exists(file)) {
      throw new NotFoundException("no file " + file.toAbsolutePath());
    }
    return file;
  }

  static Dataset messages() {
    return Dataset.csv(file("sms_spam.tsv.gz"))
        .header("class", "message")
        .separator('\t')
        .unquoted()
        .label("class")
        .text("message")
        .named("sms spam")
        .read();
  }

  static ImageDataset digits() {
    String[] columns =
        IntStream.range(0, 65).mapToObj(i -> i < 64 ? "p" + i : "digit").toArray(String[]::new);
    Dataset table =
        Dataset.csv(file("digits.csv.gz")).header(columns).label("digit").named("digits").read();
    return ImageDataset.ofTable(table, new ImageShape(1, 8, 8), 16);
  }

  static ImageDataset mnist(String part) {
    return ImageDataset.idx(
        file("mnist/" + part + "-images-idx3-ubyte.gz"),
        file("mnist/" + part + "-labels-idx1-ubyte.gz"));
  }

  /** A CSV file as scikit-learn ships it: rows, columns and classes first, then only numbers. */
  static Dataset classic(String name) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    String[] head = lines.get(0).split(",", -1);
    int columns = Integer.parseInt(head[1]);
    String[] names = IntStream.range(0, columns).mapToObj(i -> "x" + i).toArray(String[]::new);
    Schema schema = Schema.builder().numeric(names).label("class").build();
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns; i++) {
        values.put(names[i], Double.valueOf(cells[i]));
      }
      values.put("class", head[2 + Integer.parseInt(cells[columns])]);
      rows.add(Row.of(values));
    }
    return Dataset.of(name, schema, rows);
  }
}
