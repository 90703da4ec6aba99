package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.catalog.PostgresCatalogs;
import io.lepton.spi.Catalog;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A catalogue that many machines share, in a schema of a PostgreSQL database (12 or later, UTF8).
 * Its tables are made when it is opened first, and migrated when a newer Lepton opens it.
 *
 * <pre>{@code
 * Catalog catalog = PostgresCatalog.open("jdbc:postgresql://db/models", "lepton", password);
 * ModelManager models = ModelManager.builder(home).catalog(catalog).blobs(shared).open();
 * }</pre>
 *
 * <p>Needs {@code org.postgresql:postgresql} and {@code org.flywaydb:flyway-database-postgresql} on
 * the class path. A write whose connection is lost in its COMMIT is looked up afterwards; only if
 * the server cannot be reached is it reported as in doubt.
 */
public final class PostgresCatalog {
  /** What PostgreSQL takes for a name without quotes, so that people can type it. */
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private PostgresCatalog() {}

  /**
   * Opens the schema {@code lepton}, made if absent.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with the driver's parameters
   * @param user who may create the schema, or owns it
   * @param password of the user
   * @return the catalogue, closed with the manager that takes it
   * @throws InvalidInputException if the driver is missing, or the database is not in UTF8
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton migrated the schema
   * @throws io.lepton.error.CorruptDataException if the schema is another application's
   * @throws io.lepton.error.StorageException if the server cannot be used; its kind says whether
   *     trying again can help
   */
  public static Catalog open(String url, String user, String password) {
    return builder(url, user, password).open();
  }

  /**
   * Opens a database with settings of its own.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with the driver's parameters
   * @param user who may create the schema, or owns it
   * @param password of the user
   * @return a builder
   */
  public static Builder builder(String url, String user, String password) {
    Objects.requireNonNull(url);
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    return new Builder(() -> PostgresCatalogs.source(url, user, password));
  }

  /**
   * Opens a database through the application's own source of connections, such as one that asks a
   * vault for passwords.
   *
   * @param source of connections, which are kept open in a pool of the catalogue's own, so it need
   *     not pool; not closed with the catalogue
   * @return a builder
   */
  public static Builder builder(DataSource source) {
    Objects.requireNonNull(source);
    return new Builder(() -> source);
  }

  /** Settings of a catalogue to be opened. Not thread-safe. */
  public static final class Builder {
    private final Supplier<DataSource> source;
    private String schema = "lepton";
    private int connections = 10;
    private Duration patience = Duration.ofSeconds(30);

    private Builder(Supplier<DataSource> source) {
      this.source = source;
    }

    /**
     * Chooses the schema, so that several stores can share a database; {@code lepton} unless given.
     *
     * @param name of lower-case letters, digits and {@code _}, at most 63
     * @return this
     * @throws InvalidInputException if the name is another
     */
    public Builder schema(String name) {
      if (!SCHEMA.matcher(name).matches()) {
        throw new InvalidInputException(
            "schema \""
                + name
                + "\"; expected 1 to 63 lower-case letters, digits or _, beginning with no digit");
      }
      schema = name;
      return this;
    }

    /**
     * Bounds the connections; 10 unless given.
     *
     * @param most that are open at once, at least 1
     * @return this
     * @throws InvalidInputException if the number is below 1
     */
    public Builder connections(int most) {
      if (most < 1) {
        throw new InvalidInputException(most + " connections; expected 1 or more");
      }
      connections = most;
      return this;
    }

    /**
     * Says how long a connection is waited for, and, after one was lost in a COMMIT, the server's
     * answer whether it happened; 30 seconds unless given.
     *
     * @param longest at least 250 ms
     * @return this
     * @throws InvalidInputException if it is shorter
     */
    public Builder patience(Duration longest) {
      if (longest.toMillis() < 250) {
        throw new InvalidInputException("patience " + longest + "; expected 250 ms or more");
      }
      patience = longest;
      return this;
    }

    /**
     * Opens the catalogue.
     *
     * @return the catalogue, closed with the manager that takes it
     * @throws io.lepton.error.LeptonException as {@link PostgresCatalog#open} does
     */
    public Catalog open() {
      try {
        return PostgresCatalogs.open(source.get(), schema, connections, patience);
      } catch (NoClassDefFoundError e) {
        throw new InvalidInputException(
            "a catalogue on PostgreSQL needs org.postgresql:postgresql and"
                + " org.flywaydb:flyway-database-postgresql on the class path; add them",
            e);
      }
    }
  }
}
