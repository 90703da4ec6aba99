package io.lepton.serve;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Models that answer with the label in their configuration, so that an answer tells the version it
 * is from; and that keep books of every predictor, to catch one used after it was closed, closed
 * under a call, closed twice, or never.
 */
final class LabelEngine implements ModelEngine {
  static final String FORMAT = "test.label/1";

  final List<LabelPredictor> loaded = Collections.synchronizedList(new ArrayList<>());
  volatile Consumer<String> onLoad = label -> {};
  volatile Consumer<List<Row>> onPredict = rows -> {};

  static ModelSnapshot.Builder snapshot(String label) {
    return ModelSnapshot.builder(FORMAT)
        .config("{\"label\":\"" + label + "\"}")
        .signature(
            new Signature(
                List.of(
                    Signature.Field.scalar("x", Signature.Type.F64),
                    Signature.Field.scalar("flag", Signature.Type.BOOLEAN).optional()),
                List.of()));
  }

  static String label(String config) {
    return config.replaceAll("\\{\\s*\"label\"\\s*:\\s*\"([^\"]*)\"\\s*}", "$1");
  }

  static String label(Served served) {
    List<String> labels =
        served.predictions().stream()
            .map(p -> ((Prediction.Classification) p).label())
            .distinct()
            .toList();
    if (labels.size() != 1) {
      throw new AssertionError("one call, several versions: " + labels);
    }
    return labels.get(0);
  }

  List<LabelPredictor> open() {
    return loaded.stream().filter(p -> p.closed.get() == 0).toList();
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public Properties properties() {
    return new Properties(Set.of(FORMAT), List.of("cpu"), "test");
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    String label = label(snapshot.config());
    onLoad.accept(label);
    LabelPredictor predictor = new LabelPredictor(label, snapshot.signature());
    loaded.add(predictor);
    return predictor;
  }

  final class LabelPredictor implements Predictor {
    final String label;
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger closedUnderACall = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Signature signature;

    LabelPredictor(String label, Signature signature) {
      this.label = label;
      this.signature = signature;
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public List<Prediction> predict(List<Row> rows) {
      calls.incrementAndGet();
      try {
        onPredict.accept(rows);
        for (Row row : rows) {
          if (!(row.get("x").orElse(null) instanceof Double)) {
            throw new InvalidInputException("row 0: \"x\" is missing");
          }
        }
        Prediction answer = new Prediction.Classification(label, Map.of(label, 1.0));
        List<Prediction> answers = Collections.nCopies(rows.size(), answer);
        if (closed.get() > 0) {
          throw new EngineException("used after it was closed");
        }
        return answers;
      } finally {
        calls.decrementAndGet();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      closedUnderACall.addAndGet(calls.get());
    }
  }
}
