package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.MlpInference;
import io.lepton.train.internal.Logits;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.RowEncoder;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A tabular classifier ready to answer. Thread-safe; calls of many threads run side by side. */
public final class TabularPredictor implements Predictor {
  private final RowEncoder encoder;
  private final Predictor predictor;

  TabularPredictor(TabularConfig config, MlpShape shape, Weights weights) {
    this.encoder = new RowEncoder(config);
    this.predictor = new Perceptron(config, encoder, shape, weights);
  }

  TabularPredictor(ModelConfig config, TabularInput input, Weights weights) {
    this.encoder = input.encoder();
    this.predictor = new NetworkPredictor(config, encoder, weights);
  }

  @Override
  public Signature signature() {
    return predictor.signature();
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
    return predictor.predict(rows);
  }

  @Override
  public void close() {
    predictor.close();
  }

  /** Of the format {@code lepton.tabular-classifier/1}. */
  private static final class Perceptron implements Predictor {
    private final TabularConfig config;
    private final RowEncoder encoder;
    private final MlpInference network;
    // Calls share the lock, closing has it alone.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    Perceptron(TabularConfig config, RowEncoder encoder, MlpShape shape, Weights weights) {
      this.config = config;
      this.encoder = encoder;
      this.network = new MlpInference(shape, weights);
    }

    @Override
    public Signature signature() {
      return config.signature();
    }

    @Override
    public List<Prediction> predict(List<Row> rows) {
      float[] inputs = encoder.encode(rows);
      float[][] logits;
      lock.readLock().lock();
      try {
        if (closed) {
          throw new EngineException("the predictor was closed; load the model again");
        }
        logits = network.logits(inputs);
      } catch (ai.djl.engine.EngineException e) {
        throw new EngineException("PyTorch failed to predict: " + e.getMessage(), e);
      } finally {
        lock.readLock().unlock();
      }
      List<Prediction> predictions = new ArrayList<>(logits.length);
      for (int i = 0; i < logits.length; i++) {
        predictions.add(Logits.classify(config.classes(), logits[i], i));
      }
      return predictions;
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
}
