package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.RankingResult;
import io.lepton.metric.RankingResult.Ranking;
import io.lepton.metric.RegressionResult;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction.Regression;
import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.djl.TorchNetwork;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.PairInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A trained recommender. Immutable and thread-safe; it holds nothing that needs closing. */
public final class TrainedRecommender implements TrainedModel<Dataset> {
  private static final int PLACES = 10;

  private final ModelSnapshot snapshot;
  private final History history;
  private final PairInput input;
  private final @Nullable String rating;
  private final Set<Long> chosen;

  TrainedRecommender(
      ModelSnapshot snapshot,
      History history,
      PairInput input,
      @Nullable String rating,
      Set<Long> chosen) {
    this.snapshot = snapshot;
    this.history = history;
    this.input = input;
    this.rating = rating;
    this.chosen = Set.copyOf(chosen);
  }

  /**
   * An item and how much a user would like it.
   *
   * @param item its name
   * @param score the rating, or the probability of a choice
   */
  public record Recommendation(String item, double score) {}

  @Override
  public ModelSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public Predictor predictor() {
    return new DjlPyTorchEngine().load(snapshot);
  }

  /**
   * The items a user would like best, without those he rated or chose in training.
   *
   * @param user of the training data
   * @param most how many, at least 1
   * @return best first, fewer if there are not so many
   * @throws NotFoundException if the user did not come in training
   */
  public List<Recommendation> recommend(String user, int most) {
    if (most < 1) {
      throw new InvalidInputException(most + " recommendations; expected at least 1");
    }
    if (input.userCode(user) == 0) {
      throw new NotFoundException("no user \"" + user + "\" in the training data");
    }
    return ranked(Set.of(user), most).getOrDefault(user, List.of());
  }

  private Map<String, List<Recommendation>> ranked(Set<String> users, int most) {
    ModelConfig config = ModelConfig.read(snapshot);
    Map<String, List<Recommendation>> ranked = new HashMap<>();
    try (TorchNetwork network = TorchNetwork.load(config.network(), snapshot.weights())) {
      for (String user : users) {
        int code = input.userCode(user);
        int[] items =
            IntStream.rangeClosed(1, input.items().size())
                .filter(i -> !chosen.contains(Recommender.Pairs.key(code, i)))
                .toArray();
        float[] codes = new float[2 * items.length];
        for (int i = 0; i < items.length; i++) {
          codes[2 * i] = code;
          codes[2 * i + 1] = items[i];
        }
        float[] scores = network.run(codes, items.length);
        ranked.put(
            user,
            IntStream.range(0, items.length)
                .boxed()
                // Ties by name, so that the order is the same everywhere.
                .sorted(
                    Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparingInt(i -> items[i]))
                .limit(most)
                .map(i -> recommendation(config.output(), items[i], scores[i]))
                .toList());
      }
    }
    return ranked;
  }

  private Recommendation recommendation(ModelOutput output, int item, float score) {
    Regression value = (Regression) output.decode(new float[0], new float[] {score}, item);
    return new Recommendation(input.items().get(item - 1), value.value());
  }

  /**
   * Predicts ratings that are known.
   *
   * @param data with users, items and ratings
   * @return true and predicted ratings
   * @throws InvalidInputException if the model was trained without ratings, there are no rows, a
   *     value is missing, or a user or an item is not known and that is refused
   */
  public RegressionResult scoreRatings(Dataset data) {
    if (rating == null) {
      throw new InvalidInputException(
          "the model was trained on choices; measure it by rank(data, places)");
    }
    LabelledTraining.requireRows(data.name(), data.rows());
    double[] actual = Recommender.Pairs.of(data, input, rating).ratings();
    List<Row> rows = new ArrayList<>();
    for (Row row : data.toRows()) {
      rows.add(
          Row.of(
              input.user(),
              row.get(input.user()).orElse(null),
              input.item(),
              row.get(input.item()).orElse(null)));
    }
    try (Predictor predictor = predictor()) {
      double[] predicted =
          predictor.predict(rows).stream().mapToDouble(p -> ((Regression) p).value()).toArray();
      return RegressionResult.of(data.reference(), actual, predicted);
    }
  }

  /**
   * Ranks all items for each user, without those of his training data, and looks where those are
   * that the data says he chose. Users that did not come in training are left out; items that did
   * not are relevant, and never found.
   *
   * @param data of choices, or of ratings that all count as choices
   * @param places how many first places count
   * @return a ranking for each user
   * @throws InvalidInputException if there are no rows or no user of the training data
   */
  public RankingResult rank(Dataset data, int places) {
    LabelledTraining.requireRows(data.name(), data.rows());
    if (places < 1) {
      throw new InvalidInputException(places + " places to look at; expected at least 1");
    }
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (int i = 0; i < data.rows(); i++) {
      Row row = data.row(i);
      String who = String.valueOf(row.get(input.user()).orElse(null));
      String what = String.valueOf(row.get(input.item()).orElse(null));
      int user = input.userCode(who);
      if (user > 0 && !chosen.contains(Recommender.Pairs.key(user, input.itemCode(what)))) {
        wanted.computeIfAbsent(who, name -> new TreeSet<>()).add(what);
      }
    }
    if (wanted.isEmpty()) {
      throw new InvalidInputException(
          data.name() + " has no new choice of a user of the training data");
    }
    Map<String, List<Recommendation>> ranked = ranked(wanted.keySet(), places);
    List<Ranking> rankings = new ArrayList<>();
    wanted.forEach(
        (user, items) -> {
          Set<String> relevant = new HashSet<>(items);
          List<Recommendation> first = ranked.getOrDefault(user, List.of());
          rankings.add(
              new Ranking(
                  first.stream().map(r -> relevant.contains(r.item())).toList(), items.size()));
        });
    return RankingResult.of(data.reference(), places, rankings);
  }

  /**
   * {@inheritDoc}
   *
   * @return {@code rmse}, {@code mae} and {@code r2} of ratings; for choices, {@code recall@10},
   *     {@code ndcg@10} and others of {@link RankingResult}
   */
  @Override
  public Evaluation evaluate(Dataset data) {
    return rating == null ? rank(data, PLACES).evaluation() : scoreRatings(data).evaluation();
  }
}
