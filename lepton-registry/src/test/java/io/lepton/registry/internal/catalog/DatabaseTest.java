package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The catalogue's database")
class DatabaseTest {
  @TempDir Path folder;

  @Test
  @DisplayName("rolls back on an Error too, and writes on")
  void rollsBack() {
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("catalog.db"))) {
      assertThatThrownBy(
              () ->
                  database.write(
                      session -> {
                        session.update("INSERT INTO pack (name) VALUES ('a')");
                        throw new StackOverflowError("as code may");
                      }))
          .isInstanceOf(StackOverflowError.class);
      database.write(session -> session.update("INSERT INTO pack (name) VALUES ('b')"));
      List<String> names =
          database.read(s -> s.list("SELECT name FROM pack", row -> row.getString(1)));
      assertThat(names).containsExactly("b");
    }
  }

  @Test
  @DisplayName("says that nothing was committed when a change failed, but not when a COMMIT did")
  void inDoubt() {
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("catalog.db"))) {
      assertThatThrownBy(() -> database.write(s -> s.update("INSERT INTO pack VALUES (1, NULL)")))
          .isInstanceOf(NotCommittedException.class);
      database.write(
          s ->
              s.update(
                  "CREATE TABLE late (pack INTEGER REFERENCES pack (sequence)"
                      + " DEFERRABLE INITIALLY DEFERRED)"));
      assertThatThrownBy(() -> database.write(s -> s.update("INSERT INTO late VALUES (7)")))
          .isInstanceOf(StorageException.class)
          .isNotInstanceOf(NotCommittedException.class);
    }
  }

  @Test
  @DisplayName("refuses another application's file without a change to one byte")
  void leavesStrangersAlone() throws Exception {
    Path file = folder.resolve("other.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE thesis (text TEXT)");
    }
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteDatabase.open(file)).isInstanceOf(CorruptDataException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
