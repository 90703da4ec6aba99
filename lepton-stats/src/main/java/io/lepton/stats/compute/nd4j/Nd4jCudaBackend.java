package io.lepton.stats.compute.nd4j;

import java.util.Optional;

/** {@link Nd4jBackend}, but only where ND4J runs on CUDA: for those who want to be sure. */
public final class Nd4jCudaBackend extends Nd4jBackend {
  /** Loads nothing yet. */
  public Nd4jCudaBackend() {}

  @Override
  public String name() {
    return "nd4j-cuda";
  }

  @Override
  public Optional<String> unavailable() {
    Optional<String> reason = super.unavailable();
    if (reason.isPresent()) {
      return reason;
    }
    return Nd4jLibrary.device().startsWith("cuda")
        ? Optional.empty()
        : Optional.of(
            "ND4J runs on "
                + Nd4jLibrary.device()
                + "; for CUDA put org.nd4j:nd4j-cuda-11.6 on the class path instead of nd4j-native"
                + " (Maven profile \"cuda\"), with an NVIDIA device and its driver");
  }
}
