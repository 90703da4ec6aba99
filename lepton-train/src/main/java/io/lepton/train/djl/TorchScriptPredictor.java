package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.internal.TorchScriptConfig;
import io.lepton.train.internal.InputEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript module ready to answer. Thread-safe; calls of many threads run side by side. Rows
 * are computed one by one: in a batch, the last bits of a row would depend on the others.
 */
final class TorchScriptPredictor implements Predictor {
  private final TorchScriptConfig config;
  private final Signature signature;
  private final InputEncoder encoder;
  private final Shape batch; // of one row
  private final int outputs;
  private final TorchScriptRunner runner;

  private TorchScriptPredictor(TorchScriptConfig config, TorchScriptRunner runner) {
    this.config = config;
    this.signature = config.signature();
    this.encoder = config.input().encoder();
    long[] shape = config.input().tensorShape().dimensions();
    long[] dimensions = new long[shape.length + 1];
    dimensions[0] = 1;
    System.arraycopy(shape, 0, dimensions, 1, shape.length);
    this.batch = Shape.of(dimensions);
    this.outputs = config.output().width(config.input().width());
    this.runner = runner;
  }

  static TorchScriptPredictor open(TorchScriptConfig config, ByteSource file) {
    TorchScriptPredictor predictor = new TorchScriptPredictor(config, TorchScriptRunner.open(file));
    try {
      predictor.tryOut();
      return predictor;
    } catch (RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  private void tryOut() {
    float[] zeros = new float[config.input().width()];
    List<Tensor> first;
    List<Tensor> second;
    try {
      first = runner.run(List.of(Tensor.ofFloats(batch, zeros)));
      second = runner.run(List.of(Tensor.ofFloats(batch, zeros)));
    } catch (EngineException e) {
      throw new CorruptDataException(
          "file \""
              + TorchScriptConfig.FILE
              + "\": the module does not take a tensor F32 "
              + batch
              + ", which its config says: "
              + e.getMessage(),
          e);
    }
    if (!fits(first)) {
      throw new CorruptDataException(
          "file \""
              + TorchScriptConfig.FILE
              + "\": for a tensor F32 "
              + batch
              + " the module gives "
              + first
              + "; its config asks for one tensor F32 of "
              + outputs
              + " values a row");
    }
    if (!Arrays.equals(first.get(0).toFloats(), second.get(0).toFloats())) {
      throw new CorruptDataException(
          "file \""
              + TorchScriptConfig.FILE
              + "\": the module says another thing each time it is asked the same; does it drop at"
              + " random in prediction?");
    }
  }

  private boolean fits(List<Tensor> results) {
    return results.size() == 1
        && results.get(0).dtype() == DType.F32
        && results.get(0).shape().elementCount() == outputs;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Prediction> predict(List<Row> rows) {
    float[] values = encoder.encode(rows);
    int width = config.input().width();
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      float[] input = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      List<Tensor> results = runner.run(List.of(Tensor.ofFloats(batch, input)));
      if (!fits(results)) {
        throw new EngineException(
            "row " + row + ": the TorchScript module gave " + results + " this time");
      }
      predictions.add(config.output().decode(input, results.get(0).toFloats(), row));
    }
    return predictions;
  }

  @Override
  public void close() {
    runner.close();
  }
}
