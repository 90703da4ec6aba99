package io.lepton.registry.internal.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that is recorded of a version, and the chunks its content lies in.
 *
 * @param manifest version of this format, 1
 * @param model name of the model
 * @param parents versions it follows
 * @param format of the snapshot
 * @param config of the snapshot
 * @param chunkBytes size of every chunk of a tensor but its last
 * @param tensors in order
 * @param files in order
 * @param hyperparameters of the snapshot
 * @param signature of the snapshot
 * @param lineage of the snapshot
 * @param author who saved it
 * @param time when
 * @param message why
 */
public record Manifest(
    int manifest,
    String model,
    List<VersionId> parents,
    String format,
    String config,
    int chunkBytes,
    List<TensorEntry> tensors,
    List<FileEntry> files,
    Hyperparameters hyperparameters,
    Signature signature,
    Lineage lineage,
    String author,
    Instant time,
    String message) {

  /** {@inheritDoc} */
  public Manifest {
    Objects.requireNonNull(model);
    parents = List.copyOf(parents);
    Objects.requireNonNull(format);
    Objects.requireNonNull(config);
    tensors = List.copyOf(tensors);
    files = List.copyOf(files);
    Objects.requireNonNull(hyperparameters);
    Objects.requireNonNull(signature);
    Objects.requireNonNull(lineage);
    Objects.requireNonNull(author);
    Objects.requireNonNull(time);
    Objects.requireNonNull(message);
  }

  /** The version of this format. */
  public static final int FORMAT = 1;

  /**
   * A tensor.
   *
   * @param name unique in the version
   * @param dtype element type
   * @param shape fully known
   * @param chunks names of its chunks in order; none if it is empty
   */
  public record TensorEntry(String name, DType dtype, Shape shape, List<Digest> chunks) {
    /** {@inheritDoc} */
    public TensorEntry {
      Objects.requireNonNull(name);
      Objects.requireNonNull(dtype);
      Objects.requireNonNull(shape);
      Objects.requireNonNull(chunks); // not copied: a save fills it while it goes on
    }

    /**
     * The raw size.
     *
     * @return bytes
     */
    public long bytes() {
      return dtype.byteSize(shape.elementCount());
    }
  }

  /**
   * An opaque file.
   *
   * @param name unique in the version
   * @param chunks in order; none if it is empty
   */
  public record FileEntry(String name, List<FileChunk> chunks) {
    /** {@inheritDoc} */
    public FileEntry {
      Objects.requireNonNull(name);
      chunks = List.copyOf(chunks);
    }

    /**
     * The raw size.
     *
     * @return bytes
     */
    public long bytes() {
      return chunks.stream().mapToLong(FileChunk::bytes).sum();
    }
  }

  /**
   * A chunk of a file, cut anywhere.
   *
   * @param digest its name
   * @param bytes its raw length
   */
  public record FileChunk(Digest digest, int bytes) {
    /** {@inheritDoc} */
    public FileChunk {
      Objects.requireNonNull(digest);
    }
  }

  /**
   * The canonical form.
   *
   * @return UTF-8 bytes, whose SHA-256 is the version's id
   */
  public byte[] toBytes() {
    return Json.bytes(this);
  }

  /**
   * Reads the canonical form.
   *
   * @param json UTF-8 bytes
   * @param where they come from, for messages
   * @return the manifest
   * @throws FormatTooNewException if it is of a later format
   * @throws CorruptDataException if it is not a manifest
   */
  public static Manifest read(byte[] json, String where) {
    JsonNode version = Json.read(json, JsonNode.class, where).path("manifest");
    if (!version.isIntegralNumber() || version.asLong() < 1) {
      throw new CorruptDataException(
          where + ": expected a manifest with a format number, found \"" + version + "\"");
    }
    if (version.asLong() > FORMAT) {
      throw new FormatTooNewException(
          where
              + " has manifest format "
              + version
              + "; this Lepton knows "
              + FORMAT
              + ": use the newer Lepton that wrote it");
    }
    Manifest manifest = Json.read(json, Manifest.class, where);
    manifest.requireConsistent(where);
    return manifest;
  }

  private void requireConsistent(String where) {
    if (chunkBytes < 1) {
      throw new CorruptDataException(where + ": chunkBytes is " + chunkBytes);
    }
    Set<String> names = new HashSet<>();
    for (TensorEntry tensor : tensors) {
      long expected = (bytes(tensor, where) + chunkBytes - 1) / chunkBytes;
      if (!names.add(tensor.name)
          || tensor.chunks.size() != expected
          || tensor.chunks.stream().anyMatch(Objects::isNull)) {
        throw new CorruptDataException(
            where
                + ": tensor \""
                + tensor.name
                + "\" must come once with "
                + expected
                + " chunks, found "
                + tensor.chunks.size());
      }
    }
    names.clear();
    for (FileEntry file : files) {
      if (!names.add(file.name) || file.chunks.stream().anyMatch(chunk -> chunk.bytes < 1)) {
        throw new CorruptDataException(
            where + ": file \"" + file.name + "\" must come once, in chunks of 1 byte or more");
      }
    }
  }

  private static long bytes(TensorEntry tensor, String where) {
    try {
      return tensor.bytes();
    } catch (InvalidInputException e) {
      throw new CorruptDataException(
          where + ": tensor \"" + tensor.name + "\": " + e.getMessage(), e);
    }
  }

  /**
   * The content's chunks.
   *
   * @return each name once; without the manifest's own
   */
  public Set<Digest> chunks() {
    Set<Digest> all = new LinkedHashSet<>();
    tensors.forEach(tensor -> all.addAll(tensor.chunks));
    files.forEach(file -> file.chunks.forEach(chunk -> all.add(chunk.digest)));
    return all;
  }

  /**
   * The public face.
   *
   * @param id SHA-256 of this manifest
   * @param number of the version in this store
   * @return the version
   */
  public Version toVersion(VersionId id, long number) {
    Map<String, Version.TensorInfo> tensorInfo = new LinkedHashMap<>();
    tensors.forEach(t -> tensorInfo.put(t.name, new Version.TensorInfo(t.dtype, t.shape)));
    Map<String, Long> fileSizes = new LinkedHashMap<>();
    files.forEach(file -> fileSizes.put(file.name, file.bytes()));
    return new Version(
        id,
        model,
        number,
        parents,
        format,
        tensorInfo,
        fileSizes,
        hyperparameters,
        signature,
        lineage,
        author,
        time,
        message);
  }
}
