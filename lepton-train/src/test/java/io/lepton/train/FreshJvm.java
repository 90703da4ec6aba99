package io.lepton.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, without this one's opt-outs of DJL. */
public final class FreshJvm {
  private static final int MINUTES = 3;

  private final List<String> options;
  private final Map<String, String> environment;

  private FreshJvm(List<String> options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  public static FreshJvm with(String... options) {
    return new FreshJvm(List.of(options), Map.of());
  }

  public FreshJvm environment(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new FreshJvm(options, more);
  }

  /** How the program ended and what it wrote, errors included. */
  public record Outcome(int exitCode, List<String> output) {
    /** What follows a prefix, in the lines that have it. */
    public List<String> lines(String prefix) {
      return output.stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .toList();
    }
  }

  public Outcome run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(options);
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("fresh-jvm", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeAll(List.of("OPT_OUT_TRACKING", "DJL_OFFLINE"));
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Outcome(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
