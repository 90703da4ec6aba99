package io.lepton.registry.internal.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A statement put together from constants, with its arguments beside them. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  /** Adds a constant; data goes only into the arguments, one for each question mark. */
  Sql add(String constant, Object... values) {
    text.append(constant);
    Collections.addAll(arguments, values);
    return this;
  }

  String text() {
    return text.toString();
  }

  Object[] arguments() {
    return arguments.toArray();
  }
}
