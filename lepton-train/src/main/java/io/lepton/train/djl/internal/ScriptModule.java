package io.lepton.train.djl.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A TorchScript module in prediction mode on the CPU. Thread-safe, but for closing. */
public final class ScriptModule implements AutoCloseable {
  private static final Map<DType, DataType> TYPES =
      Map.of(
          DType.F32, DataType.FLOAT32,
          DType.F64, DataType.FLOAT64,
          DType.I64, DataType.INT64,
          DType.I32, DataType.INT32,
          DType.U8, DataType.UINT8,
          DType.BOOL, DataType.BOOLEAN);

  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private ScriptModule(PtNDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /**
   * Loads a module, whose file is not needed afterwards.
   *
   * @param name of the file, for the error
   * @throws CorruptDataException if it is not whole, or PyTorch cannot read it
   */
  public static ScriptModule load(String name, ByteSource file) {
    ByteBuffer content = file.readAll();
    TorchArchive.check(name, content);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    PtNDManager manager = (PtNDManager) PyTorch.newManager();
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, new ByteArrayInputStream(bytes), true, false);
      JniUtils.enableInferenceMode(module); // whatever mode it was saved in
      return new ScriptModule(manager, module);
    } catch (ai.djl.engine.EngineException | IOException e) {
      manager.close();
      throw new CorruptDataException(
          "file \"" + name + "\" cannot be read by PyTorch: " + first(e.getMessage()), e);
    }
  }

  /** PyTorch's messages go on with a C++ stack trace. */
  static String first(@org.jspecify.annotations.Nullable String message) {
    String text = String.valueOf(message);
    int trace = text.indexOf("Exception raised from");
    return (trace < 0 ? text : text.substring(0, trace)).strip();
  }

  /**
   * Calls the module.
   *
   * @param inputs in the order of the module's arguments
   * @return its tensor, or those of its tuple or list in order, or of its dictionary by names
   * @throws EngineException if PyTorch cannot run it on them
   */
  public List<Tensor> run(List<Tensor> inputs) {
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    // Of this thread too. An optimised graph may round otherwise from its third call on.
    JniUtils.setGraphExecutorOptimize(false);
    List<IValue> values = new ArrayList<>();
    try (NDManager call = manager.newSubManager();
        NDScope scope = new NDScope()) {
      for (Tensor input : inputs) {
        values.add(IValue.from(array(call, input)));
      }
      IValue result = IValueUtils.forward(module, values.toArray(IValue[]::new));
      values.add(result);
      List<Tensor> outputs = new ArrayList<>();
      collect(result, (PtNDManager) call, outputs);
      return outputs;
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException(
          "PyTorch failed to run the TorchScript module on "
              + inputs
              + ": "
              + first(e.getMessage()),
          e);
    } finally {
      values.forEach(IValue::close);
      JniUtils.setGraphExecutorOptimize(true); // PyTorch's default
      JniUtils.setGradMode(before);
    }
  }

  private static PtNDArray array(NDManager manager, Tensor tensor) {
    DataType type = TYPES.get(tensor.dtype());
    if (type == null) {
      throw new InvalidInputException(
          "a tensor " + tensor + "; TorchScript modules are run on " + TYPES.keySet());
    }
    PtNDArray array =
        (PtNDArray)
            manager.create(
                new ai.djl.ndarray.types.Shape(tensor.shape().dimensions()), type, Device.cpu());
    if (array.size() > 0) {
      array.toByteBuffer(true).order(ByteOrder.nativeOrder()).put(tensor.bytes().readAll());
    }
    return array;
  }

  private static void collect(IValue value, PtNDManager manager, List<Tensor> outputs) {
    if (value.isTensor()) {
      outputs.add(tensor(value.toTensor(manager)));
    } else if (value.isTensorList()) {
      for (PtNDArray array : value.toTensorArray(manager)) {
        outputs.add(tensor(array));
      }
    } else if (value.isTuple()) {
      collectAll(List.of(value.toIValueTuple()), manager, outputs);
    } else if (value.isList()) {
      collectAll(List.of(value.toIValueArray()), manager, outputs);
    } else if (value.isMap()) {
      collectAll(List.copyOf(new TreeMap<>(value.toIValueMap()).values()), manager, outputs);
    } else {
      throw new EngineException(
          "the TorchScript module gave a " + value.getType() + "; expected tensors");
    }
  }

  private static void collectAll(List<IValue> values, PtNDManager manager, List<Tensor> outputs) {
    try {
      values.forEach(value -> collect(value, manager, outputs));
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static Tensor tensor(PtNDArray array) {
    Shape shape = Shape.of(array.getShape().getShape());
    DataType found = array.getDataType();
    for (Map.Entry<DType, DataType> type : TYPES.entrySet()) {
      if (type.getValue() == found && type.getKey() != DType.F32) {
        ByteBuffer bytes = array.toByteBuffer();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Tensor.of(type.getKey(), shape, ByteSource.of(copy));
      }
    }
    if (found == DataType.COMPLEX64) {
      throw new EngineException("the TorchScript module gave complex numbers; expected real ones");
    }
    return Tensor.ofFloats(shape, Arrays.read(array));
  }

  @Override
  public void close() {
    manager.close();
  }
}
