package io.lepton.zoo;

import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of files that other frameworks made, each beside a small JSON file that says what they
 * do not say themselves. The name of that file, without {@code .json}, is the model's. Reads only;
 * safe for many threads.
 *
 * <pre>{@code
 * {"format": "lepton.zoo-file/1", "file": "resnet.pt", "input": "image", "shape": [3, 224, 224],
 *  "classes": ["cat", "dog"], "sha256": "..."}
 * }</pre>
 *
 * <p>{@code target}, a name, in place of {@code classes} makes a regressor, {@code outputs}, names,
 * a model of several numbers; {@code signature} names that of a SavedModel; {@code sha256} may be
 * left out. {@link PretrainedFile} tells the kinds.
 */
public final class FileZoo implements ModelZoo {
  /** The name of the JSON files' format, with its version. */
  public static final String FORMAT = Sidecar.FORMAT;

  private static final String JSON = ".json";

  private final Path folder;

  private FileZoo(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder of files.
   *
   * @param folder may be empty or absent, which is a zoo without models
   * @return the zoo
   */
  public static FileZoo open(Path folder) {
    return new FileZoo(folder.toAbsolutePath());
  }

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> name.endsWith(JSON))
          .forEach(name -> names.add(name.substring(0, name.length() - JSON.length())));
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot list " + folder + ": " + e.getMessage(), e);
    }
    return names;
  }

  /**
   * A model's file and what is said of it.
   *
   * @param name of the model
   * @return the file, not read yet
   * @throws NotFoundException if there is none; the message lists those there are
   * @throws io.lepton.error.CorruptDataException if its JSON file does not say what it must
   */
  public PretrainedFile file(String name) {
    if (!names().contains(name)) {
      throw new NotFoundException(
          "no model \"" + name + "\" in " + folder + "; there are " + names());
    }
    return Sidecar.read(folder.resolve(name + JSON));
  }

  @Override
  public ModelSnapshot load(String name) {
    return file(name).get();
  }
}
