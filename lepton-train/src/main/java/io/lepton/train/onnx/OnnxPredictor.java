package io.lepton.train.onnx;

import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowInputs;
import io.lepton.train.onnx.internal.OnnxConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ONNX model ready to answer. Thread-safe; calls of many threads run side by side. Rows are
 * computed one by one: in a batch, the last bits of a row, and the scale of a dynamically quantised
 * model's inputs, would depend on the others.
 */
final class OnnxPredictor implements Predictor {
  private final int width;
  private final ModelOutput output;
  private final Signature signature;
  private final RowInputs inputs;
  private final OnnxRunner runner;

  OnnxPredictor(OnnxConfig config, OnnxRunner runner) {
    this.width = Math.toIntExact(config.inputs().width());
    this.output = config.output();
    this.signature = config.signature();
    this.inputs = new RowInputs(config.inputs());
    this.runner = runner;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] values = inputs.of(rows);
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      float[] one = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      predictions.add(output.decode(one, runner.run(one), row));
    }
    return predictions;
  }

  @Override
  public void close() {
    runner.close();
  }
}
