package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.disk.Fault;
import io.lepton.registry.disk.Machine;
import io.lepton.registry.disk.VolatileDisk;
import io.lepton.registry.disk.VolatileFiles;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Blobs on a disk that fails")
class LocalBlobStoreFaultTest {
  private static final String KEY = "ab/x.pack";

  private final Machine machine = new Machine();
  private final VolatileDisk disk = new VolatileDisk(machine);
  private final VolatileFiles files = new VolatileFiles(disk);
  private BlobStore blobs = open();

  private BlobStore open() {
    return LocalBlobStore.open(files.path("packs"));
  }

  private void write(String key) {
    try (BlobStore.Writer writer = blobs.create(key)) {
      writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      writer.commit();
    }
  }

  /** Lets a call fail at each place where it can, and gives how many there are. */
  private int everywhere(Fault fault, ThrowingCallable call) {
    int at = 0;
    while (true) {
      machine.plan(fault, at);
      Throwable thrown = catchThrowable(call);
      boolean struck = machine.struck();
      machine.mend();
      if (!struck) {
        assertThat(thrown).isNull();
        return at;
      }
      assertThat(thrown).as("%s at %d", fault, at).isInstanceOf(StorageException.class);
      at++;
    }
  }

  @Test
  @DisplayName("are not absent because they cannot be looked at")
  void notAbsent() {
    write(KEY);
    assertThat(everywhere(Fault.FAILS, () -> blobs.size(KEY))).isPositive();
    assertThat(everywhere(Fault.FAILS, () -> blobs.read(KEY, 0, 3))).isPositive();
    assertThat(everywhere(Fault.FAILS, () -> blobs.list("").close())).isPositive();
    assertThatThrownBy(() -> blobs.size("ab/y.pack")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> blobs.read("no/y.pack", 0, 1)).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("are deleted only when that is on the disk, and are again when it was not")
  void deleted() {
    for (Fault fault : new Fault[] {Fault.FAILS, Fault.FAILS_LATE}) {
      write(KEY);
      assertThat(everywhere(fault, () -> blobs.delete(KEY))).isPositive();
      disk.crash(Fault.DROPPED, 1);
      blobs = open();
      assertThat(blobs.list("")).as("%s", fault).isEmpty();
    }
    blobs.delete("no/such.pack");
  }

  @Test
  @DisplayName("are deleted for good by who repeats what a killed process began")
  void deletedAgain() {
    write(KEY);
    int calls = everywhere(Fault.FAILS, () -> blobs.delete("ab/y.pack")) + 2;
    for (int at = 0; at < calls; at++) {
      if (blobs.list("").findAny().isEmpty()) {
        write(KEY);
      }
      machine.plan(Fault.KILLED, at);
      Throwable thrown = catchThrowable(() -> blobs.delete(KEY));
      assertThat(thrown != null).isEqualTo(machine.struck());
      disk.crash(Fault.KILLED, 1);
      machine.mend();
      blobs = open();
      blobs.delete(KEY);
      disk.crash(Fault.DROPPED, 1);
      blobs = open();
      assertThat(blobs.list("")).as("killed at %d", at).isEmpty();
    }
  }
}
