package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Classification;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.TorchModel;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.RowEncoder;
import io.lepton.train.internal.TabularConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A tabular classifier ready to answer. Thread-safe; calls of many threads run side by side. */
public final class TabularPredictor implements Predictor {
  private final TabularConfig config;
  private final RowEncoder encoder;
  private final TorchModel network;
  // Calls share the lock, closing has it alone.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  TabularPredictor(TabularConfig config, MlpShape shape, Weights weights) {
    this.config = config;
    this.encoder = new RowEncoder(config);
    this.network = TorchModel.load(shape.network(0), weights);
  }

  @Override
  public Signature signature() {
    return config.signature();
  }

  /**
   * How often each column had a category that did not come in training, since the model was loaded.
   *
   * @return column to count, in the model's order, columns without any left out; always empty with
   *     {@link io.lepton.data.UnknownCategory#REFUSE}
   */
  public Map<String, Long> unknownCategories() {
    return encoder.unknownCategories();
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] inputs = encoder.encode(rows);
    float[] logits;
    lock.readLock().lock();
    try {
      if (closed) {
        throw new EngineException("the predictor was closed; load the model again");
      }
      logits = network.runEachByItself(inputs, rows.size());
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed to predict: " + e.getMessage(), e);
    } finally {
      lock.readLock().unlock();
    }
    List<Prediction> predictions = new ArrayList<>(rows.size());
    int classes = config.classes().size();
    for (int i = 0; i < rows.size(); i++) {
      predictions.add(classify(Arrays.copyOfRange(logits, i * classes, (i + 1) * classes), i));
    }
    return predictions;
  }

  /** Softmax in double precision, so that a sure prediction is not rounded to certainty. */
  private Classification classify(float[] logits, int row) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        throw new EngineException(
            "row "
                + row
                + ": the model's output is "
                + logits[i]
                + "; its weights are not finite, or too large");
      }
      best = logits[i] > logits[best] ? i : best;
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = StrictMath.exp((double) logits[i] - logits[best]);
      sum += shares[i];
    }
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < logits.length; i++) {
      probabilities.put(config.classes().get(i), shares[i] / sum);
    }
    return new Classification(config.classes().get(best), probabilities);
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        network.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
