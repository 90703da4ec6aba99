package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's main command, as a program in a JVM of its own. */
class QuickstartTest {
  @TempDir private Path folder;

  private record Run(int status, List<String> lines) {}

  /** As Maven's {@code exec} runs it: without what only tests depend on. */
  private static String classPath() throws IOException {
    String dependencies = Files.readString(Path.of("target", "runtime.classpath"));
    return Path.of("target", "classes") + File.pathSeparator + dependencies.strip();
  }

  private static Run quickstart(Path home) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                Quickstart.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }

  @Test
  @DisplayName("the quickstart runs to its end and leaves a report that needs nothing else")
  void runsToItsEnd() throws Exception {
    Run run = quickstart(folder.resolve("home"));

    assertThat(run.status).as(String.join("\n", run.lines)).isZero();
    assertThat(run.lines).anyMatch(line -> line.strip().startsWith("FAIL window"));
    assertThat(run.lines).anyMatch(line -> line.endsWith("serves again"));
    assertThat(run.lines).anyMatch(line -> line.contains("loading it now fails"));

    String html = Files.readString(Path.of(run.lines.get(run.lines.size() - 1)));
    assertThat(html)
        .contains("<title>ROC curves</title>", "<title>Calibration</title>")
        .contains("<title>Effects</title>", "<title>Drift of ", "<title>Versions, newest")
        .contains("Simulated are", "weights retired: withdrawn after drift");
    assertThat(html).doesNotContain("http://", "https://", "<script", "NaN");
  }

  @Test
  @DisplayName("a failing step ends the program with a non-zero status")
  void failsLoudly() throws Exception {
    Files.writeString(folder.resolve("somebody else's.txt"), "not a Lepton home");

    Run run = quickstart(folder);

    assertThat(run.status).isNotZero();
    assertThat(run.lines).anyMatch(line -> line.contains("InvalidInputException"));
  }
}
