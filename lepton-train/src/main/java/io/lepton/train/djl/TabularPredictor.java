package io.lepton.train.djl;

import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowEncoder;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import java.util.List;
import java.util.Map;

/** A tabular classifier ready to answer. Thread-safe; calls of many threads run side by side. */
public final class TabularPredictor implements Predictor {
  private final RowEncoder encoder;
  private final NetworkPredictor predictor;

  TabularPredictor(TabularConfig config, MlpShape shape, Weights weights) {
    this.encoder = new RowEncoder(config);
    this.predictor =
        new NetworkPredictor(
            config.signature(),
            encoder,
            shape.network(0),
            weights,
            new ModelOutput.Classes(config.classes()));
  }

  TabularPredictor(ModelConfig config, TabularInput input, Weights weights) {
    this.encoder = input.encoder();
    this.predictor =
        new NetworkPredictor(
            config.signature(), encoder, config.network(), weights, config.output());
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
}
