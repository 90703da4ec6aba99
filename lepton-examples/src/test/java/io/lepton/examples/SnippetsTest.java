package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a reader copies from the README or the docs compiles and runs. All Java blocks of one page
 * make one program, in order, run in an empty folder that holds german_credit.csv.
 */
@Execution(ExecutionMode.CONCURRENT)
class SnippetsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    if (Files.isDirectory(ROOT.resolve("docs"))) {
      try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
        docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages.stream().filter(page -> !blocks(page).isEmpty()).toList();
  }

  private static List<String> blocks(Path page) {
    try {
      return BLOCK.matcher(Files.readString(page)).results().map(match -> match.group(1)).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("the README shows code")
  void readmeHasCode() throws IOException {
    assertThat(pages()).contains(ROOT.resolve("README.md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  @DisplayName("the code of a page compiles and runs")
  void compilesAndRuns(Path page, @TempDir Path folder) throws Exception {
    Path source = folder.resolve("Snippet.java");
    Files.writeString(source, program(blocks(page)));
    compile(source);
    try (InputStream credit =
        Objects.requireNonNull(getClass().getResourceAsStream("german_credit.csv"))) {
      Files.copy(credit, folder.resolve("german_credit.csv"));
    }
    run(folder);
  }

  private static String program(List<String> blocks) {
    StringBuilder body = new StringBuilder();
    TreeSet<String> imports = new TreeSet<>();
    for (String line : String.join("\n", blocks).split("\n", -1)) {
      Matcher matcher = Pattern.compile("^import .*;$").matcher(line.strip());
      if (matcher.matches()) {
        imports.add(line.strip());
      } else {
        body.append("    ").append(line).append('\n');
      }
    }
    return String.join("\n", imports)
        + "\npublic class Snippet {\n  public static void main(String[] args) throws Exception {\n"
        + body
        + "  }\n}\n";
  }

  private static void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-classpath", System.getProperty("java.class.path"), "-Xlint:deprecation", "-Werror");
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as("%s%n%s", messages, Files.readString(source)).isTrue();
    }
  }

  private static void run(Path folder) throws IOException, InterruptedException {
    String path =
        System.getProperty("java.class.path") + System.getProperty("path.separator") + folder;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // they are over before more compiling pays
                "-cp",
                path,
                "Snippet")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
