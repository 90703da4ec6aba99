package io.lepton.merge;

import io.lepton.bytes.ByteSource;
import io.lepton.merge.Item.Kind;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How conflicts are to be resolved: a strategy for tensors, strategies for some of them, a side for
 * everything else, and values that hold in any case. Immutable; each method gives a new one.
 *
 * <pre>{@code
 * Resolutions.none()
 *     .tensors(MergeStrategy.ties(0.2, 1))
 *     .tensor("head.weight", MergeStrategy.ours())
 *     .others(Side.THEIRS)
 *     .hyperparameter("learning_rate", 0.01);
 * }</pre>
 */
public final class Resolutions {
  private static final Resolutions NONE = new Resolutions(null, Map.of(), null, Map.of());

  private final @Nullable MergeStrategy strategy;
  private final Map<String, MergeStrategy> byName;
  private final @Nullable Side others;
  private final Map<Item, Object> values;

  private Resolutions(
      @Nullable MergeStrategy strategy,
      Map<String, MergeStrategy> byName,
      @Nullable Side others,
      Map<Item, Object> values) {
    this.strategy = strategy;
    this.byName = byName;
    this.others = others;
    this.values = values;
  }

  /**
   * Resolves nothing: every conflict is reported.
   *
   * @return no resolutions
   */
  public static Resolutions none() {
    return NONE;
  }

  /**
   * Takes our side in every conflict, of tensors and all else.
   *
   * @return the resolutions
   */
  public static Resolutions ours() {
    return none().tensors(MergeStrategy.ours()).others(Side.OURS);
  }

  /**
   * Takes their side in every conflict, of tensors and all else.
   *
   * @return the resolutions
   */
  public static Resolutions theirs() {
    return none().tensors(MergeStrategy.theirs()).others(Side.THEIRS);
  }

  /**
   * Resolves conflicts of tensors.
   *
   * @param all a strategy for those without one of their own
   * @return new resolutions
   */
  public Resolutions tensors(MergeStrategy all) {
    return new Resolutions(Objects.requireNonNull(all), byName, others, values);
  }

  /**
   * Resolves a conflict of one tensor.
   *
   * @param name of the tensor
   * @param own strategy for it alone
   * @return new resolutions
   */
  public Resolutions tensor(String name, MergeStrategy own) {
    Map<String, MergeStrategy> more = new LinkedHashMap<>(byName);
    more.put(name, Objects.requireNonNull(own));
    return new Resolutions(strategy, more, others, values);
  }

  /**
   * Resolves conflicts of everything that is not a tensor.
   *
   * @param side whose value to take, or removal
   * @return new resolutions
   */
  public Resolutions others(Side side) {
    return new Resolutions(strategy, byName, Objects.requireNonNull(side), values);
  }

  /**
   * Sets the format, whatever the sides have.
   *
   * @param format of the merged snapshot
   * @return new resolutions
   */
  public Resolutions format(String format) {
    return value(new Item(Kind.FORMAT, ""), format);
  }

  /**
   * Sets the configuration, whatever the sides have.
   *
   * @param json of the merged snapshot
   * @return new resolutions
   */
  public Resolutions config(String json) {
    return value(new Item(Kind.CONFIG, ""), json);
  }

  /**
   * Sets the signature, whatever the sides have.
   *
   * @param signature of the merged snapshot
   * @return new resolutions
   */
  public Resolutions signature(Signature signature) {
    return value(new Item(Kind.SIGNATURE, ""), signature);
  }

  /**
   * Sets a hyperparameter, whatever the sides have.
   *
   * @param name of the setting
   * @param value as {@link Hyperparameters#with} takes it
   * @return new resolutions
   * @throws io.lepton.error.InvalidInputException if the value is of another type
   */
  public Resolutions hyperparameter(String name, Object value) {
    Object normal = Hyperparameters.of(Map.of(name, value)).find(name).orElseThrow();
    return value(new Item(Kind.HYPERPARAMETER, name), normal);
  }

  /**
   * Sets a file, whatever the sides have.
   *
   * @param name of the file
   * @param content of the merged snapshot's
   * @return new resolutions
   */
  public Resolutions file(String name, ByteSource content) {
    return value(new Item(Kind.FILE, name), content);
  }

  private Resolutions value(Item item, Object value) {
    Map<Item, Object> more = new LinkedHashMap<>(values);
    more.put(item, Objects.requireNonNull(value));
    return new Resolutions(strategy, byName, others, more);
  }

  Map<Item, Object> values() {
    return values;
  }

  Optional<MergeStrategy> strategy(String tensor) {
    return Optional.ofNullable(byName.getOrDefault(tensor, strategy));
  }

  Map<String, MergeStrategy> byName() {
    return byName;
  }

  Optional<Side> others() {
    return Optional.ofNullable(others);
  }

  /** What was said, for messages and lineage; empty for nothing. */
  @Override
  public String toString() {
    java.util.StringJoiner text = new java.util.StringJoiner("; ");
    if (strategy != null) {
      text.add("tensors: " + strategy.description());
    }
    byName.forEach((name, own) -> text.add("\"" + name + "\": " + own.description()));
    findSide(text);
    values.keySet().forEach(item -> text.add(item + ": given"));
    return text.toString();
  }

  private void findSide(java.util.StringJoiner text) {
    if (others != null) {
      text.add("others: " + others.name().toLowerCase(java.util.Locale.ROOT));
    }
  }
}
