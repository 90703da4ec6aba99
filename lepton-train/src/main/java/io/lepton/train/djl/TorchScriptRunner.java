package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.internal.ScriptModule;
import io.lepton.train.djl.internal.TorchScriptConfig;
import io.lepton.train.internal.Gate;
import java.util.List;

/**
 * Any TorchScript module, run by PyTorch on the CPU in prediction mode: tensors in, tensors out.
 * Thread-safe; calls of many threads run side by side, and native memory of a call is freed when it
 * ends. A file is code: load only those you trust.
 */
public final class TorchScriptRunner implements AutoCloseable {
  private final Gate gate = new Gate("the TorchScript module was closed; open it again");
  private final ScriptModule module;

  private TorchScriptRunner(ScriptModule module) {
    this.module = module;
  }

  /**
   * Loads a module.
   *
   * @param file the bytes of a file of {@code torch.jit.save}, not needed afterwards
   * @return a new runner, to be closed
   * @throws CorruptDataException if the file is damaged, or no TorchScript
   * @throws EngineException if PyTorch cannot be loaded
   */
  public static TorchScriptRunner open(ByteSource file) {
    return new TorchScriptRunner(ScriptModule.load(TorchScriptConfig.FILE, file));
  }

  /**
   * Calls {@code forward}.
   *
   * @param inputs its arguments: F32, F64, I64, I32, U8 or BOOL
   * @return its tensor, or those of its tuple or list in order, or of its dictionary sorted by
   *     names; types that are none of those of inputs become F32
   * @throws InvalidInputException if an input is of another type
   * @throws EngineException if the module cannot be run on them, which names PyTorch's reason; or
   *     this was closed
   */
  public List<Tensor> run(List<Tensor> inputs) {
    return gate.call(() -> module.run(inputs));
  }

  /** Frees native memory. Calls under way finish first; later ones fail. Twice does nothing. */
  @Override
  public void close() {
    gate.close(module::close);
  }
}
