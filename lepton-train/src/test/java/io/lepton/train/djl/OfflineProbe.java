package io.lepton.train.djl;

import ai.djl.engine.Engine;
import io.lepton.spi.Predictor;
import io.lepton.train.Toy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Uses an engine with no network, either through Lepton or by itself. */
final class OfflineProbe {
  private OfflineProbe() {}

  public static void main(String[] args) throws Exception {
    NetworkTrap.set();
    switch (args[0]) {
      case "lepton" -> {
        System.out.println("library " + new DjlPyTorchEngine().properties().library());
        try (Predictor predictor = new DjlPyTorchEngine().load(Toy.snapshot())) {
          System.out.println("predicted " + predictor.predict(Toy.data(3, 1).toRows()).size());
        }
      }
      case "djl" -> System.out.println("engine " + Engine.getEngine("PyTorch").getEngineName());
      case "http" -> {
        try {
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:9/")).build(),
                  HttpResponse.BodyHandlers.discarding());
        } catch (IOException | RuntimeException | Error e) {
          System.out.println("failed " + e);
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
