package io.lepton.registry.internal.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The migrations, which both databases run; a released one is never edited. */
final class Scripts {
  /** Where the scripts of all databases lie on the class path. */
  static final String COMMON = "io/lepton/registry/internal/catalog/common";

  /** Where those lie that PostgreSQL needs besides. */
  static final String POSTGRESQL = "io/lepton/registry/internal/catalog/postgresql";

  private static final List<String> NAMES =
      List.of("V1__tables.sql", "V2__bases.sql", "V3__search.sql");

  private Scripts() {}

  /** The number of the last script, which is that of the schema. */
  static int version() {
    return NAMES.size();
  }

  /** The statements that lead from one version of the schema to the next. */
  static List<String> statements(int fromVersion, Dialect dialect) {
    String name = NAMES.get(fromVersion);
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : filled(read(name), dialect).lines().toList()) {
      if (!line.startsWith("--") && !line.isBlank()) {
        statement.append(line).append('\n');
      }
      if (line.endsWith(";")) {
        statement.setLength(statement.length() - 2);
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    return statements;
  }

  private static String filled(String script, Dialect dialect) {
    String filled = script;
    for (Map.Entry<String, String> word : dialect.words().entrySet()) {
      filled = filled.replace("${" + word.getKey() + "}", word.getValue());
    }
    return filled;
  }

  private static String read(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Scripts.class.getClassLoader().getResourceAsStream(COMMON + "/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
