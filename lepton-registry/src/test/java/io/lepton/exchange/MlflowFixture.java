package io.lepton.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An mlruns folder as the file store of MLflow 2 and 3 lays it out, written by hand. */
final class MlflowFixture {
  static final String RUN = "12345e67890123456789012345678901"; // a number, if YAML is asked

  static final String MLMODEL =
      """
      artifact_path: model
      flavors:
        python_function:
          env:
            conda: conda.yaml
            virtualenv: python_env.yaml
          loader_module: mlflow.sklearn
          model_path: model.pkl
          predict_fn: predict
          python_version: 3.11.7
        sklearn:
          code: null
          pickled_model: model.pkl
          serialization_format: cloudpickle
          sklearn_version: 1.4.0
      mlflow_version: 2.10.2
      model_size_bytes: 11
      model_uuid: 0f3c1c9a0f0b4b5f9d1f0a9b8c7d6e5f
      run_id: 12345e67890123456789012345678901
      signature:
        inputs: '[{"type": "double", "name": "fixed acidity", "required": true}, {"type":
          "long", "name": "age", "required": false}, {"type": "string", "name": "job"}]'
        outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 3]}}]'
        params: null
      utc_time_created: '2024-02-27 17:14:24.719815'
      """;

  private MlflowFixture() {}

  private static String model(int number, String run, String stage) {
    return """
    creation_timestamp: 1709054064000
    current_stage: %s
    description: %s
    last_updated_timestamp: 1709054064001
    name: wine
    run_id: %s
    run_link: null
    source: file:///home/ann/work/mlruns/0/%s/artifacts/model
    status: READY
    status_message: null
    storage_location: file:///home/ann/work/mlruns/0/%s/artifacts/model
    user_id: null
    version: %d
    """
        .formatted(stage, number == 2 ? "tuned by hand" : "null", run, run, run, number);
  }

  private static void run(Map<String, String> files, String id, String rate, String auc) {
    String run = "0/" + id + "/";
    files.put(
        run + "meta.yaml",
        """
        artifact_uri: file:///home/ann/work/mlruns/0/%s/artifacts
        end_time: 1709054065000
        entry_point_name: ''
        experiment_id: '0'
        lifecycle_stage: active
        run_id: %s
        run_name: sneaky-owl-1
        run_uuid: %s
        source_name: ''
        source_type: 4
        source_version: ''
        start_time: 1709054060000
        status: 3
        tags: []
        user_id: ann
        """
            .formatted(id, id, id));
    files.put(run + "params/learning_rate", rate);
    files.put(run + "params/epochs", "20");
    files.put(run + "params/shuffle", "True");
    files.put(run + "params/solver", "lbfgs");
    files.put(run + "metrics/auc", "1709054061000 0.5 0\n1709054062000 " + auc + " 1\n");
    files.put(run + "metrics/val/log_loss", "1709054061000 0.25 0\n");
    files.put(run + "metrics/broken", "1709054061000 nan 0\n");
    files.put(run + "tags/mlflow.source.git.commit", "c0ffee");
    files.put(run + "tags/mlflow.user", "ann");
    files.put(run + "artifacts/model/MLmodel", MLMODEL);
    files.put(run + "artifacts/model/model.pkl", "pickle " + id);
    files.put(run + "artifacts/model/requirements.txt", "mlflow==2.10.2\n");
  }

  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "0/meta.yaml",
        """
        artifact_location: file:///home/ann/work/mlruns/0
        creation_time: 1709054000000
        experiment_id: '0'
        last_update_time: 1709054000000
        lifecycle_stage: active
        name: Default
        """);
    run(files, RUN, "0.01", "0.75");
    run(files, "aaaa0000aaaa0000aaaa0000aaaa0000", "1e-05", "0.8");
    files.put(
        "models/wine/meta.yaml",
        """
        creation_timestamp: 1709054064000
        description: null
        last_updated_timestamp: 1709054064001
        name: wine
        """);
    files.put("models/wine/version-1/meta.yaml", model(1, RUN, "Archived"));
    files.put(
        "models/wine/version-2/meta.yaml",
        model(2, "aaaa0000aaaa0000aaaa0000aaaa0000", "Production"));
    files.put("models/wine/aliases/champion", "2");
    return files;
  }

  static void write(Path root, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = root.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }
}
