package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import io.lepton.network.Network;
import io.lepton.network.Parameter;
import io.lepton.tensor.Weights;
import io.lepton.train.Precision;
import java.util.Map;
import java.util.Objects;

/** A network to be trained. */
final class TrainableNetwork implements Trainable {
  private final Network network;
  private final Map<String, PtNDArray> arrays;
  private final Op op;

  TrainableNetwork(NDManager manager, Network network, Weights weights) {
    this(manager, network, weights, Precision.FLOAT32);
  }

  TrainableNetwork(NDManager manager, Network network, Weights weights, Precision precision) {
    network.requireWeights(weights);
    this.network = network;
    this.arrays = TorchModel.parameters(manager, network, weights);
    this.op = Compiler.compile(manager, network, arrays, precision);
  }

  @Override
  public Map<String, PtNDArray> arrays() {
    return arrays;
  }

  @Override
  public Parameter.Role role(String name) {
    return Objects.requireNonNull(network.parameters().get(name), name).role();
  }

  @Override
  public long[] inputDimensions() {
    return network.inputShape().dimensions();
  }

  @Override
  public int outputSize() {
    return network.outputSize();
  }

  @Override
  public void requireInput(float[] values, int rows) {
    network.requireInput(values, rows);
  }

  @Override
  public PtNDArray forward(PtNDArray inputs, Pass pass) {
    return op.apply(inputs, pass);
  }

  @Override
  public String identity() {
    return network.toJson();
  }
}
