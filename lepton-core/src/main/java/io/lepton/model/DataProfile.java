package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
 * @param texts columns of free text, by the model's own tokens
 */
public record DataProfile(
    DataReference data,
    List<NumericProfile> numeric,
    List<CategoricalProfile> categorical,
    List<NumericProfile> predictions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TextProfile> texts) {

  /** The name of the snapshot's file that holds the profile. */
  public static final String FILE = "profile.json";

  /** {@inheritDoc} */
  public DataProfile {
    Objects.requireNonNull(data);
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
    predictions = List.copyOf(predictions);
    texts = List.copyOf(texts);
    Set<String> seen = new HashSet<>();
    numeric.forEach(column -> requireNew(seen, column.name()));
    categorical.forEach(column -> requireNew(seen, column.name()));
    texts.forEach(column -> requireNew(seen, column.name()));
  }

  /**
   * Without texts.
   *
   * @param data the training set
   * @param numeric numeric columns
   * @param categorical categorical and boolean columns
   * @param predictions the numbers that are predicted
   */
  public DataProfile(
      DataReference data,
      List<NumericProfile> numeric,
      List<CategoricalProfile> categorical,
      List<NumericProfile> predictions) {
    this(data, numeric, categorical, predictions, List.of());
  }

  /** Models from before texts were profiled lack them. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DataProfile ofJson(Map<String, JsonNode> json) {
    Set<String> needed = Set.of("data", "numeric", "categorical", "predictions");
    Set<String> others = new TreeSet<>(json.keySet());
    others.removeAll(needed);
    others.remove("texts");
    if (!json.keySet().containsAll(needed) || !others.isEmpty()) {
      throw new InvalidInputException(
          "a profile has " + new TreeSet<>(needed) + " and perhaps texts, found " + json.keySet());
    }
    return new DataProfile(
        part(json, "data", DataReference.class),
        List.of(part(json, "numeric", NumericProfile[].class)),
        List.of(part(json, "categorical", CategoricalProfile[].class)),
        List.of(part(json, "predictions", NumericProfile[].class)),
        json.containsKey("texts") ? List.of(part(json, "texts", TextProfile[].class)) : List.of());
  }

  private static <T> T part(Map<String, JsonNode> json, String name, Class<T> type) {
    return Json.read(Objects.requireNonNull(json.get(name)).toString(), type, name);
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
   * The profile of a column of free text, if there.
   *
   * @param column name
   * @return the profile or empty
   */
  public Optional<TextProfile> findText(String column) {
    return texts.stream().filter(profile -> profile.name().equals(column)).findFirst();
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
