package io.lepton.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs a peer that may or may not be installed. */
final class Peer {
  /** Debian's Python, where Debian's packages are. */
  private static final String PYTHON = "/usr/bin/python3";

  private Peer() {}

  /**
   * Runs a script that lies beside this class.
   *
   * @return what it prints, split at blanks; empty if Python or a module is missing
   */
  static Optional<String[]> python(String script, Path argument, String... more)
      throws IOException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return Optional.empty();
    }
    Path file = Files.createTempFile("peer", ".py");
    try (InputStream in = Objects.requireNonNull(Peer.class.getResourceAsStream(script))) {
      Files.write(file, in.readAllBytes());
      List<String> command = new ArrayList<>(List.of(PYTHON, file.toString(), argument.toString()));
      command.addAll(List.of(more));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(printed.split(" ", -1)) : Optional.empty();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while " + script + " ran", e);
    } finally {
      Files.delete(file);
    }
  }
}
