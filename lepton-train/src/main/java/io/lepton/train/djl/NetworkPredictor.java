package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.network.Network;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.RowModel;
import io.lepton.train.djl.internal.TorchModel;
import io.lepton.train.internal.Gate;
import io.lepton.train.internal.InputEncoder;
import io.lepton.train.internal.ModelOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any network or block ready to answer. Thread-safe; calls of many threads run side by side. Rows
 * are computed one by one: in a batch, the last bits of a row would depend on the others.
 */
final class NetworkPredictor implements Predictor {
  private final Gate gate = new Gate("the predictor was closed; load the model again");
  private final Signature signature;
  private final InputEncoder encoder;
  private final ModelOutput output;
  private final RowModel model;
  private final int inputs;
  private final int outputs;

  NetworkPredictor(
      Signature signature,
      InputEncoder encoder,
      Network network,
      Weights weights,
      ModelOutput output) {
    this(
        signature,
        encoder,
        TorchModel.load(network, weights),
        network.inputSize(),
        network.outputSize(),
        output);
  }

  NetworkPredictor(
      Signature signature,
      InputEncoder encoder,
      RowModel model,
      int inputs,
      int outputs,
      ModelOutput output) {
    this.signature = signature;
    this.encoder = encoder;
    this.output = output;
    this.model = model;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] values = encoder.encode(rows);
    float[] results = run(values, rows.size());
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      predictions.add(
          output.decode(
              Arrays.copyOfRange(values, row * inputs, (row + 1) * inputs),
              Arrays.copyOfRange(results, row * outputs, (row + 1) * outputs),
              row));
    }
    return predictions;
  }

  private float[] run(float[] values, int rows) {
    try {
      return gate.call(() -> model.runEachByItself(values, rows));
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed to predict: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    gate.close(model::close);
  }

  static EngineException failed(ai.djl.engine.EngineException e) {
    return new EngineException("PyTorch failed to load the model: " + e.getMessage(), e);
  }
}
