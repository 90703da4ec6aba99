package io.lepton.train;

import io.lepton.bytes.Digest;
import io.lepton.data.Dataset;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Tensor;
import java.security.MessageDigest;

/** Trains and prints a hash of everything that was learnt. */
final class WeightsProbe {
  private WeightsProbe() {}

  public static void main(String[] args) {
    System.out.println("trained " + trained());
  }

  static String trained() {
    Dataset train = Toy.data(300, 1);
    Dataset validation = Toy.data(100, 2);
    ModelSnapshot snapshot =
        Toy.classifier()
            .hidden(64, 32)
            .dropout(0.3)
            .batchSize(32)
            .l1(1e-4)
            .l2(1e-4)
            .train(train, validation)
            .snapshot();
    MessageDigest hash = Digest.start();
    for (Tensor tensor : snapshot.weights().asMap().values()) {
      hash.update(tensor.bytes().readAll());
    }
    snapshot.files().values().forEach(file -> hash.update(file.readAll()));
    return Digest.finish(hash).hex();
  }
}
