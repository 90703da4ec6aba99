package io.lepton.zoo;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import io.lepton.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A small JSON file, written by hand, that says what a model's file does not. */
final class Sidecar {
  static final String FORMAT = "lepton.zoo-file/1";

  private static final Set<String> KEYS =
      Set.of(
          "format",
          "file",
          "input",
          "shape",
          "classes",
          "target",
          "outputs",
          "signature",
          "sha256");

  private static final Set<String> MEANINGS = Set.of("classes", "target", "outputs");

  private final Path path;
  private final Map<?, ?> values;

  private Sidecar(Path path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  static PretrainedFile read(Path path) {
    Map<?, ?> values;
    try {
      values = Json.read(Files.readAllBytes(path), Map.class, path.toString());
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + path + ": " + e.getMessage(), e);
    }
    Sidecar sidecar = new Sidecar(path, values);
    try {
      return sidecar.file();
    } catch (InvalidInputException e) {
      throw new CorruptDataException(path + ": " + e.getMessage(), e);
    }
  }

  private PretrainedFile file() {
    requireFormat();
    Path file = path.resolveSibling(fileName());
    PretrainedFile described = described(file);
    String signature = find("signature");
    PretrainedFile signed = signature == null ? described : described.withSignature(signature);
    String sha256 = find("sha256");
    return sha256 == null ? signed : signed.withSha256(Digest.parse(sha256));
  }

  private PretrainedFile described(Path file) {
    Set<Object> meanings = new TreeSet<>(MEANINGS);
    meanings.retainAll(values.keySet());
    if (meanings.size() != 1) {
      throw new CorruptDataException(
          path + " must have one of " + new TreeSet<>(MEANINGS) + "; it has " + meanings);
    }
    String input = text("input");
    if (meanings.contains("target")) {
      return PretrainedFile.regressor(file, input, shape(), text("target"));
    }
    return meanings.contains("outputs")
        ? PretrainedFile.outputs(file, input, shape(), texts("outputs"))
        : PretrainedFile.classifier(file, input, shape(), texts("classes"));
  }

  private void requireFormat() {
    String format = text("format");
    if (!format.equals(FORMAT)) {
      if (format.matches("lepton\\.zoo-file/\\d+")) {
        throw new FormatTooNewException(
            path + " is of the format " + format + "; this Lepton reads " + FORMAT);
      }
      throw new CorruptDataException(
          path + " has the format " + format + "; expected \"" + FORMAT + "\"");
    }
    Set<Object> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new CorruptDataException(
          path + " says " + unknown + ", which is unknown; it may say " + new TreeSet<>(KEYS));
    }
  }

  private String fileName() {
    String name = text("file");
    if (!name.matches("[^/\\\\]+") || name.equals(".") || name.equals("..")) {
      throw new CorruptDataException(
          path + " names the file \"" + name + "\"; expected a name in the same folder");
    }
    return name;
  }

  private @Nullable String find(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new CorruptDataException(path + ": \"" + key + "\" is " + value + "; expected a text");
  }

  private String text(String key) {
    String value = find(key);
    if (value == null) {
      throw new CorruptDataException(path + " lacks \"" + key + "\"; it has " + values.keySet());
    }
    return value;
  }

  private Shape shape() {
    List<?> list = list("shape");
    long[] dimensions = new long[list.size()];
    for (int i = 0; i < dimensions.length; i++) {
      if (!(list.get(i) instanceof Number number) || number.longValue() < 1) {
        throw new CorruptDataException(
            path + ": \"shape\" is " + list + "; expected whole numbers of at least 1");
      }
      dimensions[i] = number.longValue();
    }
    return Shape.of(dimensions);
  }

  private List<String> texts(String key) {
    List<?> list = list(key);
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw new CorruptDataException(path + ": \"" + key + "\" is " + list + "; expected texts");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private List<?> list(String key) {
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw new CorruptDataException(
        path + ": \"" + key + "\" is " + values.get(key) + "; expected a list");
  }
}
