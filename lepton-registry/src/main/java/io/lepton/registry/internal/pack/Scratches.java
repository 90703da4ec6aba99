package io.lepton.registry.internal.pack;

import java.util.ArrayList;
import java.util.List;

/** What decoding one chunk needs at once: a scratch for it and for each that it rests on. */
final class Scratches implements AutoCloseable {
  private final List<Scratch> taken = new ArrayList<>(Relatives.MAX_DEPTH + 1);

  Scratch take() {
    Scratch scratch = Scratch.take();
    taken.add(scratch);
    return scratch;
  }

  @Override
  public void close() {
    taken.forEach(Scratch::close);
  }
}
