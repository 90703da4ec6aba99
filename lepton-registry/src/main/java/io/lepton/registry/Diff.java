package io.lepton.registry;

import io.lepton.model.DataReference;
import io.lepton.model.Measure;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.Version.TensorInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one version to another. Lists are in the order of {@code after}, with what was
 * removed at the end.
 *
 * @param before one version
 * @param after another, of any model of the same store
 * @param tensors every tensor of either
 * @param files every file of either
 * @param hyperparameters those that differ
 * @param metrics every metric measured of either, by data and metric; the measure attached last
 *     counts
 * @param data every set of data either was made from, by name
 * @param fields inputs and outputs of the signature that differ
 * @param signatureChanged whether the signature differs in anything, the order of fields included
 * @param configChanged whether the engine's configuration or format differs
 */
public record Diff(
    Version before,
    Version after,
    List<TensorDiff> tensors,
    List<FileDiff> files,
    List<SettingDiff> hyperparameters,
    List<MetricDiff> metrics,
    List<DataDiff> data,
    List<FieldDiff> fields,
    boolean signatureChanged,
    boolean configChanged) {

  /** What became of one thing. */
  public enum Change {
    /** The same on both sides, to the bit. */
    EQUAL,
    /** On both sides, and not the same. */
    CHANGED,
    /** Only on the later side. */
    ADDED,
    /** Only on the earlier side. */
    REMOVED;

    static Change of(@Nullable Object before, @Nullable Object after) {
      if (before == null || after == null) {
        return before == null ? ADDED : REMOVED;
      }
      return before.equals(after) ? EQUAL : CHANGED;
    }
  }

  /**
   * A tensor.
   *
   * @param name of the tensor
   * @param change what became of it
   * @param before type and shape, or null if it was added
   * @param after type and shape, or null if it was removed
   * @param amount how much it changed; null unless it changed, kept type and shape, and both
   *     versions' weights are there
   */
  public record TensorDiff(
      String name,
      Change change,
      @Nullable TensorInfo before,
      @Nullable TensorInfo after,
      @Nullable Amount amount) {
    /**
     * How much it changed, if that can be said.
     *
     * @return the amount or empty
     */
    public Optional<Amount> findAmount() {
      return Optional.ofNullable(amount);
    }
  }

  /**
   * How much a tensor of one type and shape changed.
   *
   * @param changedBits bits that differ
   * @param numbers the change as numbers; null for types Lepton keeps as bits (F8, F6, F4, complex)
   */
  public record Amount(long changedBits, @Nullable Numbers numbers) {
    /**
     * The change as numbers, if the type has them.
     *
     * @return the numbers or empty
     */
    public Optional<Numbers> findNumbers() {
      return Optional.ofNullable(numbers);
    }
  }

  /**
   * A change as numbers. Elements that are NaN or infinite on a side, and not the same bits on
   * both, are counted and left out of the other two.
   *
   * @param changedElements elements of which a bit differs
   * @param notFinite elements that changed from, to or between NaN and infinities
   * @param maxAbsolute largest |after − before|; exact for integers of any width before it is
   *     rounded to a double
   * @param relativeL2 ‖after − before‖₂ / ‖before‖₂ over finite elements; 0 if no value changed, ∞
   *     if one did and all were 0
   */
  public record Numbers(
      long changedElements, long notFinite, double maxAbsolute, double relativeL2) {}

  /**
   * A file.
   *
   * @param name of the file
   * @param change what became of it
   * @param before size in bytes, or null if it was added
   * @param after size in bytes, or null if it was removed
   */
  public record FileDiff(String name, Change change, @Nullable Long before, @Nullable Long after) {}

  /**
   * A hyperparameter.
   *
   * @param name of the setting
   * @param change what became of it
   * @param before its value, or null if it was added
   * @param after its value, or null if it was removed
   */
  public record SettingDiff(
      String name, Change change, @Nullable Object before, @Nullable Object after) {}

  /**
   * A metric on data of one name.
   *
   * @param data name of the data
   * @param metric name of the metric
   * @param before what was measured, or null
   * @param after what was measured, or null
   * @param sameData whether both were measured on data of one fingerprint; only then do they
   *     compare
   */
  public record MetricDiff(
      String data,
      String metric,
      @Nullable Measure before,
      @Nullable Measure after,
      boolean sameData) {}

  /**
   * A set of data.
   *
   * @param name of the data
   * @param change what became of it; compares fingerprints
   * @param before reference, or null if it was added
   * @param after reference, or null if it was removed
   */
  public record DataDiff(
      String name, Change change, @Nullable DataReference before, @Nullable DataReference after) {}

  /**
   * An input or output.
   *
   * @param name of the field, after {@code input} or {@code output}
   * @param change what became of it
   * @param before the field, or null if it was added
   * @param after the field, or null if it was removed
   */
  public record FieldDiff(
      String name,
      Change change,
      Signature.@Nullable Field before,
      Signature.@Nullable Field after) {}

  /** {@inheritDoc} */
  public Diff {
    tensors = List.copyOf(tensors);
    files = List.copyOf(files);
    hyperparameters = List.copyOf(hyperparameters);
    metrics = List.copyOf(metrics);
    data = List.copyOf(data);
    fields = List.copyOf(fields);
  }

  /**
   * Whether the two predict alike for certain: same tensors, files, format, configuration and
   * signature.
   *
   * @return true if no bit an engine reads differs
   */
  public boolean sameContent() {
    return !configChanged
        && !signatureChanged
        && tensors.stream().allMatch(tensor -> tensor.change == Change.EQUAL)
        && files.stream().allMatch(file -> file.change == Change.EQUAL);
  }

  /** For people: a section for each kind of thing that differs. */
  @Override
  public String toString() {
    return new DiffText(this).text();
  }
}
