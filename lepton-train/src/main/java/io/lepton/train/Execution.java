package io.lepton.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a training is carried out, which its result does not depend on but for the device. */
record Execution(
    List<TrainingListener> listeners, @Nullable Path checkpoint, ComputeDevice device) {
  Execution {
    listeners = List.copyOf(listeners);
  }

  Execution() {
    this(List.of(), null, ComputeDevice.cpu());
  }

  Execution listener(TrainingListener more) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(more);
    return new Execution(all, checkpoint, device);
  }

  Execution checkpoint(Path file) {
    return new Execution(listeners, file, device);
  }

  Execution device(ComputeDevice other) {
    return new Execution(listeners, checkpoint, other);
  }

  Trainer in(Trainer plain) {
    Trainer trainer = plain.device(device);
    trainer = checkpoint == null ? trainer : trainer.checkpoint(checkpoint);
    for (TrainingListener listener : listeners) {
      trainer = trainer.listener(listener);
    }
    return trainer;
  }
}
