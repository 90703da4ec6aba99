package io.lepton.experiment;

class InMemoryExperimentStoreTest extends ExperimentStoreContract {
  @Override
  ExperimentStore create() {
    return new InMemoryExperimentStore();
  }
}
