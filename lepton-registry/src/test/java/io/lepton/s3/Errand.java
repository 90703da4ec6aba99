package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Something asked of a store, with what may come of it. Each run has a folder of its own. */
enum Errand {
  PUT {
    @Override
    Object run(BlobStore store, String folder) {
      return write(store, folder + "/a", SMALL);
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("written");
    }

    @Override
    void checkState(BlobStore store, String folder, boolean answered) {
      checkWholeOrAbsent(store, folder + "/a", SMALL, answered);
    }
  },
  PUT_WHERE_ANOTHER_IS {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", OTHER);
    }

    @Override
    Object run(BlobStore store, String folder) {
      return write(store, folder + "/a", SMALL);
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("taken");
    }

    @Override
    void checkState(BlobStore store, String folder, boolean answered) {
      checkWholeOrAbsent(store, folder + "/a", OTHER, true);
    }
  },
  PARTS {
    @Override
    Object run(BlobStore store, String folder) {
      return write(store, folder + "/a", LARGE);
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("written");
    }

    @Override
    void checkState(BlobStore store, String folder, boolean answered) {
      checkWholeOrAbsent(store, folder + "/a", LARGE, answered);
    }
  },
  PARTS_WHERE_ANOTHER_IS {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", OTHER);
    }

    @Override
    Object run(BlobStore store, String folder) {
      return write(store, folder + "/a", LARGE);
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("taken");
    }

    @Override
    void checkState(BlobStore store, String folder, boolean answered) {
      checkWholeOrAbsent(store, folder + "/a", OTHER, true);
    }
  },
  READ {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", SMALL);
    }

    @Override
    Object run(BlobStore store, String folder) {
      return store.read(folder + "/a", 100, 700);
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo(ByteBuffer.wrap(SMALL, 100, 700));
    }
  },
  READ_ON {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", LARGE);
    }

    @Override
    Object run(BlobStore store, String folder) {
      ByteBuffer all = ByteBuffer.allocate(LARGE.length);
      for (int at = 0; at < LARGE.length; at += STEP) {
        store.read(folder + "/a", at, all.slice(at, STEP));
      }
      return all;
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo(ByteBuffer.wrap(LARGE));
    }
  },
  READ_WHAT_IS_NOT_THERE {
    @Override
    Object run(BlobStore store, String folder) {
      try {
        return store.read(folder + "/a", 0, 1);
      } catch (NotFoundException e) {
        return "absent";
      }
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("absent");
    }
  },
  SIZE {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", SMALL);
    }

    @Override
    Object run(BlobStore store, String folder) {
      return store.size(folder + "/a");
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo((long) SMALL.length);
    }
  },
  SIZE_OF_WHAT_IS_NOT_THERE {
    @Override
    Object run(BlobStore store, String folder) {
      try {
        return store.size(folder + "/a");
      } catch (NotFoundException e) {
        return "absent";
      }
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("absent");
    }
  },
  LIST {
    @Override
    void prepare(BlobStore store, String folder) {
      IntStream.range(0, 7).forEach(i -> write(store, folder + "/" + i, SMALL));
    }

    @Override
    Object run(BlobStore store, String folder) {
      try (Stream<String> keys = store.list(folder + "/")) {
        return keys.map(key -> key.substring(folder.length() + 1)).sorted().toList();
      }
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo(List.of("0", "1", "2", "3", "4", "5", "6"));
    }
  },
  DELETE {
    @Override
    void prepare(BlobStore store, String folder) {
      write(store, folder + "/a", SMALL);
    }

    @Override
    Object run(BlobStore store, String folder) {
      store.delete(folder + "/a");
      return "deleted";
    }

    @Override
    void checkAnswer(Object answer) {
      assertThat(answer).isEqualTo("deleted");
    }

    @Override
    void checkState(BlobStore store, String folder, boolean answered) {
      try (Stream<String> keys = store.list(folder + "/")) {
        assertThat(keys.count()).isLessThanOrEqualTo(answered ? 0 : 1);
      }
    }
  };

  static final int PART = 64 << 10;
  private static final int STEP = 16 << 10;
  private static final byte[] SMALL = random(1, 1000);
  private static final byte[] OTHER = random(2, 2000);
  private static final byte[] LARGE = random(3, 2 * PART + PART / 2);

  /** Without faults. */
  void prepare(BlobStore store, String folder) {}

  abstract Object run(BlobStore store, String folder);

  /** An answer is right or there is none. */
  abstract void checkAnswer(Object answer);

  /** What is there when the faults are over. */
  void checkState(BlobStore store, String folder, boolean answered) {}

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Object write(BlobStore store, String key, byte[] content) {
    try (BlobStore.Writer writer = store.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
      return "written";
    } catch (AlreadyExistsException e) {
      return "taken";
    }
  }

  private static void checkWholeOrAbsent(
      BlobStore store, String key, byte[] content, boolean mustBe) {
    try {
      assertThat(store.read(key, 0, Math.toIntExact(store.size(key))))
          .isEqualTo(ByteBuffer.wrap(content));
    } catch (NotFoundException e) {
      assertThat(mustBe).as("%s is absent though it must be there", key).isFalse();
    }
  }
}
