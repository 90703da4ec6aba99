package io.lepton.zoo;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Models in a folder, each in a folder of its own name: {@code model.json} with the format {@value
 * #FORMAT}, {@code weights.safetensors}, and the snapshot's files as {@code file0}, {@code file1}
 * and so on. {@code model.json} holds the SHA-256 of all others, which are checked on every load.
 * Safe for many threads and processes; a model appears whole or not at all.
 */
public final class FolderZoo implements ModelZoo {
  /** The name of the format, with its version. */
  public static final String FORMAT = "lepton.zoo-model/1";

  private static final String MANIFEST = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String DRAFT = ".draft-";

  private final Path folder;

  private FolderZoo(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder of models.
   *
   * @param folder there is, or will be made with the first model
   * @return the zoo
   */
  public static FolderZoo open(Path folder) {
    return new FolderZoo(folder.toAbsolutePath());
  }

  private record Named(String name, Digest digest) {}

  private record Manifest(
      String format,
      String model,
      String config,
      Digest weights,
      List<Named> files,
      Hyperparameters hyperparameters,
      Signature signature,
      Lineage lineage) {}

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(child -> Files.exists(child.resolve(MANIFEST)))
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> !name.startsWith(DRAFT))
          .forEach(names::add);
    } catch (IOException e) {
      throw failed("list", folder, e);
    }
    return names;
  }

  /**
   * Adds a model.
   *
   * @param name letters, digits, points, hyphens and underscores, the first a letter or digit
   * @param snapshot to be kept
   * @throws InvalidInputException if the name has other characters
   * @throws AlreadyExistsException if there is a model of this name
   * @throws StorageException if it cannot be written
   */
  public void add(String name, ModelSnapshot snapshot) {
    Path target = place(name);
    if (Files.exists(target)) {
      throw new AlreadyExistsException("there is a model \"" + name + "\" in " + folder);
    }
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempDirectory(folder, DRAFT);
      write(draft, snapshot);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException("there is a model \"" + name + "\" in " + folder, e);
    } catch (IOException e) {
      throw failed("write", target, e);
    }
  }

  private static void write(Path draft, ModelSnapshot snapshot) throws IOException {
    Safetensors.write(draft.resolve(WEIGHTS), snapshot.weights(), Map.of());
    List<Named> files = new ArrayList<>();
    for (Map.Entry<String, ByteSource> file : snapshot.files().entrySet()) {
      byte[] content = bytes(file.getValue());
      Files.write(draft.resolve("file" + files.size()), content);
      files.add(new Named(file.getKey(), Digest.of(ByteSource.of(content))));
    }
    Manifest manifest =
        new Manifest(
            FORMAT,
            snapshot.format(),
            snapshot.config(),
            Digest.of(ByteSource.of(Files.readAllBytes(draft.resolve(WEIGHTS)))),
            files,
            snapshot.hyperparameters(),
            snapshot.signature(),
            snapshot.lineage());
    Files.write(draft.resolve(MANIFEST), Json.bytes(manifest));
  }

  private static byte[] bytes(ByteSource source) {
    ByteBuffer content = source.readAll();
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  @Override
  public ModelSnapshot load(String name) {
    Path home = place(name);
    if (!Files.exists(home.resolve(MANIFEST))) {
      throw new NotFoundException(
          "no model \"" + name + "\" in " + folder + "; there are " + names());
    }
    Manifest manifest = manifest(home.resolve(MANIFEST));
    Weights weights =
        Safetensors.read(
                ByteSource.of(checked(home.resolve(WEIGHTS), manifest.weights())),
                home.resolve(WEIGHTS).toString())
            .weights();
    Map<String, ByteSource> files = new LinkedHashMap<>();
    for (int i = 0; i < manifest.files().size(); i++) {
      Named file = manifest.files().get(i);
      files.put(file.name(), ByteSource.of(checked(home.resolve("file" + i), file.digest())));
    }
    return new ModelSnapshot(
        manifest.model(),
        manifest.config(),
        weights,
        files,
        manifest.hyperparameters(),
        manifest.signature(),
        manifest.lineage());
  }

  private static Manifest manifest(Path file) {
    byte[] json = read(file);
    Object format = Json.read(json, Map.class, file.toString()).get("format");
    if (!FORMAT.equals(format)) {
      if (format instanceof String text && text.matches("lepton\\.zoo-model/\\d+")) {
        throw new FormatTooNewException(
            file + " is of the format " + text + "; this Lepton reads " + FORMAT);
      }
      throw new CorruptDataException(
          file + " has the format " + format + "; expected \"" + FORMAT + "\"");
    }
    return Json.read(json, Manifest.class, file.toString());
  }

  private static byte[] checked(Path file, Digest expected) {
    byte[] content = read(file);
    Digest found = Digest.of(ByteSource.of(content));
    if (!found.equals(expected)) {
      throw new CorruptDataException(
          file + " has the digest " + found.hex() + "; " + MANIFEST + " says " + expected.hex());
    }
    return content;
  }

  private static byte[] read(Path file) {
    if (!Files.exists(file)) {
      throw new CorruptDataException(file + " is missing");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private Path place(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new InvalidInputException(
          "model name \""
              + name
              + "\"; expected letters, digits, points, hyphens and underscores, the first a letter"
              + " or digit");
    }
    return folder.resolve(name);
  }

  private static StorageException failed(String what, Path where, IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT, "cannot " + what + " " + where + ": " + e.getMessage(), e);
  }
}
