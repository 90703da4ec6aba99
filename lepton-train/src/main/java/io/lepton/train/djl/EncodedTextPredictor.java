package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.internal.TorchModel;
import io.lepton.train.internal.EncodedTextConfig;
import io.lepton.train.internal.Gate;
import io.lepton.train.internal.InputEncoder;
import io.lepton.train.internal.TextFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A pretrained encoder and a head on it, ready to answer, row by row. Thread-safe. */
final class EncodedTextPredictor implements Predictor {
  private final Gate gate = new Gate("the predictor was closed; load the model again");
  private final EncodedTextConfig config;
  private final TextFeatures features;
  private final TorchModel head;

  EncodedTextPredictor(EncodedTextConfig config, TextFeatures features, TorchModel head) {
    this.config = config;
    this.features = features;
    this.head = head;
  }

  @Override
  public Signature signature() {
    return config.signature();
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      InputEncoder.requireNames(rows.get(row), "row " + row, Set.of(config.text()));
      texts.add(InputEncoder.text(rows.get(row), config.text(), "row " + row));
    }
    try {
      return gate.call(() -> predictTexts(texts));
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed to predict: " + e.getMessage(), e);
    }
  }

  private List<Prediction> predictTexts(List<String> texts) {
    List<Prediction> predictions = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      float[] vector = features.of(texts.get(row));
      predictions.add(config.output().decode(vector, head.runEachByItself(vector, 1), row));
    }
    return predictions;
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          features.close();
          head.close();
        });
  }
}
