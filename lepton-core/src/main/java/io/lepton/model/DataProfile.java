package io.lepton.model;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a model's data looked when it was trained: the distribution of every input column and of
 * every number it predicts. Training saves it in the snapshot as the file {@value #FILE};
 * monitoring compares live data to it.
 *
 * @param data the training set the columns were profiled on
 * @param numeric numeric columns, in the order of the model's inputs
 * @param categorical categorical and boolean columns, in the order of the model's inputs
 * @param predictions the numbers of {@link Prediction#numbers()} by name, profiled on data the
 *     weights were not fitted to, since a model is surer of its training rows than of any other
 */
public record DataProfile(
    DataReference data,
    List<NumericProfile> numeric,
    List<CategoricalProfile> categorical,
    List<NumericProfile> predictions) {

  /** The name of the snapshot's file that holds the profile. */
  public static final String FILE = "profile.json";

  /** {@inheritDoc} */
  public DataProfile {
    Objects.requireNonNull(data);
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
    predictions = List.copyOf(predictions);
    Set<String> seen = new HashSet<>();
    numeric.forEach(column -> requireNew(seen, column.name()));
    categorical.forEach(column -> requireNew(seen, column.name()));
  }

  private static void requireNew(Set<String> seen, String name) {
    if (!seen.add(name)) {
      throw new InvalidInputException("column \"" + name + "\" comes twice in one profile");
    }
  }

  /**
   * The profile saved with a model, if there is one.
   *
   * @param snapshot of any format
   * @return the profile, or empty if the snapshot has no file {@value #FILE}
   * @throws CorruptDataException if the file is not a profile
   */
  public static Optional<DataProfile> of(ModelSnapshot snapshot) {
    return Optional.ofNullable(snapshot.files().get(FILE)).map(DataProfile::read);
  }

  /**
   * Reads the JSON form.
   *
   * @param json as {@link #toJson()} made it
   * @return the profile
   * @throws CorruptDataException if the bytes are not a profile
   */
  public static DataProfile read(ByteSource json) {
    ByteBuffer content = json.readAll();
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return Json.read(bytes, DataProfile.class, FILE);
  }

  /**
   * The JSON form: canonical, so equal profiles have equal bytes.
   *
   * @return UTF-8 bytes
   */
  public ByteSource toJson() {
    return ByteSource.of(Json.bytes(this));
  }

  /**
   * A numeric column's profile, if there.
   *
   * @param column name
   * @return the profile or empty
   */
  public Optional<NumericProfile> findNumeric(String column) {
    return numeric.stream().filter(profile -> profile.name().equals(column)).findFirst();
  }

  /**
   * A categorical or boolean column's profile, if there.
   *
   * @param column name
   * @return the profile or empty
   */
  public Optional<CategoricalProfile> findCategorical(String column) {
    return categorical.stream().filter(profile -> profile.name().equals(column)).findFirst();
  }

  /**
   * The profile of a predicted number, if there.
   *
   * @param name as in {@link Prediction#numbers()}: a classifier's class
   * @return the profile or empty
   */
  public Optional<NumericProfile> findPrediction(String name) {
    return predictions.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }
}
