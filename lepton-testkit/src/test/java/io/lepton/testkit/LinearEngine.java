package io.lepton.testkit;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The smallest engine that keeps every rule: softmax of one linear layer, in plain Java. */
final class LinearEngine implements ModelEngine {
  static final String FORMAT = "testkit.linear/1";

  /** What the format's config says. */
  record Config(List<String> housing, double ageScale) {}

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Properties properties() {
    return new Properties(Set.of(FORMAT), List.of("cpu"), "plain Java");
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException("format " + snapshot.format() + "; expected " + FORMAT);
    }
    Config config = Json.read(snapshot.config(), Config.class, "config");
    ByteSource classes = snapshot.files().get("classes.txt");
    if (classes == null) {
      throw new CorruptDataException("no file classes.txt");
    }
    String text = StandardCharsets.UTF_8.decode(classes.readAll()).toString();
    List<String> names = List.of(text.split("\n"));
    snapshot
        .weights()
        .find("weight")
        .filter(weight -> weight.shape().rank() != 2 || weight.shape().dimension(0) != names.size())
        .ifPresent(
            weight -> {
              throw new CorruptDataException(
                  "classes.txt names " + names.size() + " classes; weight is " + weight.shape());
            });
    int features = 2 + config.housing().size();
    double[] weight = values(snapshot, "weight", Shape.of(names.size(), features));
    double[] bias = values(snapshot, "bias", Shape.of(names.size()));
    return new Linear(snapshot.signature(), config, names, weight, bias);
  }

  private static double[] values(ModelSnapshot snapshot, String name, Shape shape) {
    Tensor tensor =
        snapshot
            .weights()
            .find(name)
            .orElseThrow(() -> new CorruptDataException("no tensor " + name));
    if (!tensor.shape().equals(shape)) {
      throw new CorruptDataException("tensor " + name + ": expected " + shape);
    }
    return tensor.toDoubles();
  }

  private static final class Linear implements Predictor {
    private final Signature signature;
    private final Config config;
    private final List<String> classes;
    private final double[] weight;
    private final double[] bias;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    Linear(
        Signature signature, Config config, List<String> classes, double[] weight, double[] bias) {
      this.signature = signature;
      this.config = config;
      this.classes = classes;
      this.weight = weight;
      this.bias = bias;
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public List<Prediction> predict(List<Row> rows) {
      lock.readLock().lock();
      try {
        if (closed) {
          throw new EngineException("the predictor was closed");
        }
        List<double[]> encoded = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          encoded.add(encode(i, rows.get(i)));
        }
        return encoded.stream().map(this::predict).toList();
      } finally {
        lock.readLock().unlock();
      }
    }

    private double[] encode(int index, Row row) {
      for (String name : row.asMap().keySet()) {
        if (signature.input(name).isEmpty()) {
          throw new InvalidInputException("row " + index + " has the unknown value " + name);
        }
      }
      double[] features = new double[2 + config.housing().size()];
      features[0] = value(index, row, "age", Double.class) / config.ageScale();
      features[1] = value(index, row, "employed", Boolean.class) ? 1 : 0;
      if (row.get("housing").isPresent()) {
        int at = config.housing().indexOf(value(index, row, "housing", String.class));
        if (at >= 0) {
          features[2 + at] = 1;
        }
      }
      return features;
    }

    private static <T> T value(int index, Row row, String name, Class<T> type) {
      Object value = row.get(name).orElse(null);
      if (!type.isInstance(value)) {
        throw new InvalidInputException(
            "row " + index + ": expected a " + type.getSimpleName() + " as " + name);
      }
      return type.cast(value);
    }

    private Prediction predict(double[] features) {
      double[] scores = bias.clone();
      double sum = 0;
      for (int c = 0; c < scores.length; c++) {
        for (int f = 0; f < features.length; f++) {
          scores[c] += weight[c * features.length + f] * features[f];
        }
        scores[c] = Math.exp(scores[c]);
        sum += scores[c];
      }
      Map<String, Double> probabilities = new LinkedHashMap<>();
      String best = classes.get(0);
      for (int c = 0; c < scores.length; c++) {
        probabilities.put(classes.get(c), scores[c] / sum);
        best = scores[c] / sum > probabilities.get(best) ? classes.get(c) : best;
      }
      return new Prediction.Classification(best, probabilities);
    }

    @Override
    public void close() {
      lock.writeLock().lock();
      closed = true;
      lock.writeLock().unlock();
    }
  }
}
