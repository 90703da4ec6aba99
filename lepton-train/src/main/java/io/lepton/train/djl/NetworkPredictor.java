package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.InputEncoder;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any network ready to answer. Thread-safe; calls of many threads run side by side. Rows are
 * computed one by one: in a batch, the last bits of a row would depend on the others.
 */
final class NetworkPredictor implements Predictor {
  private final Signature signature;
  private final InputEncoder encoder;
  private final ModelOutput output;
  private final TorchNetwork network;
  private final int width;

  NetworkPredictor(ModelConfig config, InputEncoder encoder, Weights weights) {
    this.signature = config.signature();
    this.encoder = encoder;
    this.output = config.output();
    this.network = TorchNetwork.load(config.network(), weights);
    this.width = config.input().width();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] inputs = encoder.encode(rows);
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      float[] one = Arrays.copyOfRange(inputs, row * width, (row + 1) * width);
      predictions.add(output.decode(one, network.run(one, 1), row));
    }
    return predictions;
  }

  /** {@inheritDoc} */
  @Override
  public void close() {
    network.close();
  }

  static EngineException failed(ai.djl.engine.EngineException e) {
    return new EngineException("PyTorch failed to load the model: " + e.getMessage(), e);
  }
}
