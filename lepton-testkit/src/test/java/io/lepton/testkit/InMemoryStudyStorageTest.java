package io.lepton.testkit;

import io.lepton.spi.StudyStorage;
import java.util.Optional;

class InMemoryStudyStorageTest extends StudyStorageContract {
  private final InMemoryStudyStorage storage = new InMemoryStudyStorage();

  @Override
  protected StudyStorage create() {
    return storage;
  }

  @Override
  protected Optional<StudyStorage> reopen() {
    return Optional.of(storage);
  }
}
