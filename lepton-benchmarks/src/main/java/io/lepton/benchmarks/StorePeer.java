package io.lepton.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program that keeps versions of files, run from the command line. */
final class StorePeer {
  /** More than any program here writes at once. */
  private static final long TOUCHED = 3L << 29;

  final String program;
  private final List<String> init;
  private final List<String> save;
  private final List<String> restore;
  private int saved;

  private StorePeer(String program, List<String> init, List<String> save, List<String> restore) {
    this.program = program;
    this.init = init;
    this.save = save;
    this.restore = restore;
  }

  /** Fresh ones, installed or not. */
  static List<StorePeer> all() {
    return List.of(
        new StorePeer(
            "restic",
            List.of("restic -q init"),
            List.of("restic -q backup model.safetensors"),
            List.of("restic -q restore latest --target out")),
        new StorePeer(
            "borg",
            List.of("borg init -e none repository"),
            List.of("borg create -C zstd,1 repository::{n} model.safetensors"),
            List.of("mkdir out", "sh -c 'cd out && borg extract ../repository::{n}'")),
        new StorePeer(
            "git-lfs",
            List.of(
                "git init -q .",
                "git config user.name bench",
                "git config user.email bench@example.org",
                "git lfs install --local",
                "git lfs track *.safetensors",
                "git add .gitattributes"),
            List.of("git add model.safetensors", "git commit -q -m {n}"),
            List.of("git clone -q . out")));
  }

  boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  void init(Path folder) throws IOException {
    Files.createDirectories(folder);
    saved = 0;
    run(folder, init);
  }

  /** Seconds that saving one version takes, its file being in the page cache. */
  double save(Path folder, Path version) throws IOException {
    Files.copy(version, folder.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    saved++;
    return run(folder, save);
  }

  double restoreLast(Path folder) throws IOException {
    return run(folder, restore);
  }

  private double run(Path folder, List<String> commands) throws IOException {
    settle();
    long start = System.nanoTime();
    for (String command : commands) {
      execute(folder, words(command.replace("{n}", "v" + saved)));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static List<String> words(String command) {
    int quote = command.indexOf('\'');
    if (quote < 0) {
      return Arrays.asList(command.split(" ", -1));
    }
    List<String> words =
        new ArrayList<>(List.of(command.substring(0, quote).strip().split(" ", -1)));
    words.add(command.substring(quote + 1, command.length() - 1));
    return words;
  }

  /**
   * Has nobody's earlier writing disturb what is measured next, and has the machine own the memory
   * for files that it writes: on a virtual machine the first touch of a page can cost ten times as
   * much as writing it.
   */
  static void settle() throws IOException {
    Path touched = Files.createTempFile(Path.of("."), "settle", ".tmp");
    try (FileChannel out = FileChannel.open(touched, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
      for (long at = 0; at < TOUCHED; at += block.capacity()) {
        out.write(block.clear());
      }
    } finally {
      Files.delete(touched);
    }
    execute(Path.of("."), List.of("sync"));
  }

  private static void execute(Path folder, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("RESTIC_REPOSITORY", folder.resolve("repository").toString());
    builder.environment().put("RESTIC_PASSWORD", "bench");
    builder.environment().put("RESTIC_CACHE_DIR", folder.resolve("cache").toString());
    builder.environment().put("BORG_BASE_DIR", folder.resolve("cache").toString());
    builder.environment().put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
    try {
      if (builder.start().waitFor() != 0) {
        throw new IOException(command + " failed in " + folder);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted while " + command + " ran", e);
    }
  }

  /** What the program keeps, in bytes. */
  long stored(Path folder) throws IOException {
    return Folders.size(
        program.equals("git-lfs") ? folder.resolve(".git") : folder.resolve("repository"));
  }
}
