package io.lepton.testkit;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Decides, by seed and by plan, what goes wrong in a {@link FaultInjectingBlobStore}. */
final class Faults {
  // Not java.util.Random: under neighbouring seeds its first booleans are all the same.
  private final SplittableRandom random;
  private final List<String> log = new ArrayList<>();
  private final Map<Kind, Double> failing = new EnumMap<>(Kind.class);
  private final Map<Damage, Double> damaging = new EnumMap<>(Damage.class);
  private final Map<Long, Kind> failingAt = new HashMap<>();
  private long operations;
  private long room = Long.MAX_VALUE;
  private long lastWithPower = Long.MAX_VALUE;
  private int powerCuts;
  private boolean dark;

  Faults(long seed) {
    random = new SplittableRandom(seed);
  }

  synchronized void failing(Kind kind, double probability) {
    failing.put(kind, probability);
  }

  synchronized void failingAt(long operation, Kind kind) {
    failingAt.put(operation, kind);
  }

  synchronized void damaging(Damage damage, double probability) {
    damaging.put(damage, probability);
  }

  synchronized void fullAfter(long bytes) {
    room = bytes;
  }

  synchronized void losingPowerAfter(long more) {
    lastWithPower = operations + more;
  }

  synchronized void clear() {
    failing.clear();
    failingAt.clear();
    damaging.clear();
    room = Long.MAX_VALUE;
    lastWithPower = Long.MAX_VALUE;
    dark = false;
  }

  synchronized long operations() {
    return operations;
  }

  synchronized int powerCuts() {
    return powerCuts;
  }

  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Counts an operation and fails it if that is planned. */
  void meet(String operation, String key) {
    meet(operation, key, null);
  }

  /** As above, for one that may fail after its effect. */
  void meet(String operation, String key, @Nullable Runnable effect) {
    StorageException failure;
    boolean late;
    synchronized (this) {
      operations++;
      failure = planned(operation + " of \"" + key + "\"");
      late = failure != null && !dark && effect != null && random.nextBoolean();
      if (failure != null && operations > lastWithPower && !dark) {
        dark = true;
        powerCuts++;
      }
    }
    if (failure != null) {
      if (late && effect != null) {
        effect.run();
      }
      throw failure;
    }
  }

  private @Nullable StorageException planned(String what) {
    if (dark || operations > lastWithPower) {
      return failure(Kind.PERMANENT, what, "the power is off");
    }
    Kind planned = failingAt.get(operations);
    if (planned != null) {
      return failure(planned, what, "planned");
    }
    for (Map.Entry<Kind, Double> entry : failing.entrySet()) {
      if (random.nextDouble() < entry.getValue()) {
        return failure(entry.getKey(), what, "by chance");
      }
    }
    return null;
  }

  private StorageException failure(Kind kind, String what, String why) {
    String message = "injected: operation " + operations + ", " + what + ", fails: " + why;
    log.add(message);
    return new StorageException(kind, message, null);
  }

  /** Uses up room on the disk. */
  synchronized void take(String key, int bytes) {
    if (bytes > room) {
      String message =
          "injected: no space left on device for "
              + bytes
              + " bytes of \""
              + key
              + "\", "
              + room
              + " are free";
      log.add(message);
      throw new StorageException(Kind.PERMANENT, message, null);
    }
    if (room != Long.MAX_VALUE) {
      room -= bytes;
    }
  }

  synchronized void free(long bytes) {
    if (room != Long.MAX_VALUE) {
      room += bytes;
    }
  }

  /** What a commit really stores; null for nothing. */
  synchronized byte @Nullable [] damageAtRandom(String key, byte[] content) {
    byte[] stored = content;
    for (Map.Entry<Damage, Double> entry : damaging.entrySet()) {
      if (stored != null && random.nextDouble() < entry.getValue()) {
        stored = damage(key, stored, entry.getKey());
      }
    }
    return stored;
  }

  synchronized byte @Nullable [] damage(String key, byte[] content, Damage damage) {
    if (damage == Damage.DROP) {
      log.add("injected: \"" + key + "\" dropped");
      return null;
    }
    if (content.length == 0) {
      return content;
    }
    int at = random.nextInt(content.length);
    if (damage == Damage.TRUNCATE) {
      log.add("injected: \"" + key + "\" cut from " + content.length + " to " + at + " bytes");
      return Arrays.copyOf(content, at);
    }
    int bit = random.nextInt(Byte.SIZE);
    log.add("injected: \"" + key + "\" has bit " + bit + " of byte " + at + " flipped");
    byte[] flipped = content.clone();
    flipped[at] ^= (byte) (1 << bit);
    return flipped;
  }
}
