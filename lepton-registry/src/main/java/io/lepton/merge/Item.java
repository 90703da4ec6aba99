package io.lepton.merge;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing of a snapshot that is merged by itself.
 *
 * @param kind what it is
 * @param name among those of its kind; empty for what there is one of
 */
public record Item(Kind kind, String name) implements Serializable {
  /** What is merged. */
  public enum Kind {
    /** What the model is, a text. */
    FORMAT,
    /** The engine's configuration, merged as one text. */
    CONFIG,
    /** Inputs and outputs, merged as one. */
    SIGNATURE,
    /** One hyperparameter. */
    HYPERPARAMETER,
    /** One tensor. */
    TENSOR,
    /** One file. */
    FILE
  }

  /** {@inheritDoc} */
  public Item {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
  }

  static Item tensor(String name) {
    return new Item(Kind.TENSOR, name);
  }

  /** Kind and name, as in {@code tensor "fc1.weight"}. */
  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT);
    return name.isEmpty() ? what : what + " \"" + name + "\"";
  }
}
