package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of every notebook runs in an IJava kernel, and shows what the notebook says. */
class NotebooksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path KERNEL = Path.of("target", "notebook-kernel", "ijava.jar");

  /** What each notebook shows at least once, by MIME type. */
  private static final Map<String, Map<String, String>> SHOWS =
      Map.of(
          "ab-test.ipynb", Map.of("text/html", "SHIP", "text/plain", "SHIP"),
          "credit.ipynb", Map.of("image/svg+xml", "<svg", "text/plain", "probabilities"));

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  @DisplayName("a notebook runs")
  void runs(Path notebook, @TempDir Path folder) throws IOException {
    try (InputStream credit =
        Objects.requireNonNull(getClass().getResourceAsStream("german_credit.csv"))) {
      Files.copy(credit, folder.resolve("german_credit.csv"));
    }
    List<NotebookKernel.Output> outputs = new ArrayList<>();
    try (NotebookKernel kernel = new NotebookKernel(KERNEL, folder, Duration.ofMinutes(5))) {
      for (JsonNode cell : JSON.readTree(notebook.toFile()).get("cells")) {
        if (cell.get("cell_type").asText().equals("code")) {
          StringBuilder code = new StringBuilder();
          cell.get("source").forEach(line -> code.append(line.asText()));
          List<NotebookKernel.Output> of = kernel.execute(code.toString());
          assertThat(of).as(code.toString()).noneMatch(output -> output.type().equals("error"));
          outputs.addAll(of);
        }
      }
    }
    SHOWS
        .getOrDefault(notebook.getFileName().toString(), Map.of())
        .forEach(
            (mime, text) ->
                assertThat(outputs)
                    .as(notebook + " shows " + mime)
                    .anyMatch(o -> o.content().path("data").path(mime).asText().contains(text)));
  }
}
