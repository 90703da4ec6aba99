package io.lepton.sign;

import io.lepton.bytes.Digest;
import io.lepton.sign.InvalidSignatureException.Reason;
import io.lepton.sign.Serialization.Method;
import io.lepton.sign.SignedResource.Shard;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares files with a statement (OMS 8.4). */
final class ContentCheck {
  private static final int SHOWN = 5;
  private static final String DOT = ".";

  private final Serialization how;
  private final Map<String, Digest> expected = new HashMap<>();
  private final SortedSet<String> signedFiles = new TreeSet<>(Names.ORDER);

  private ContentCheck(ModelStatement statement) {
    how = statement.serialization();
    for (SignedResource resource : statement.resources()) {
      expected.put(resource.name(), resource.digest());
      signedFiles.add(
          how.method() == Method.FILES
              ? resource.name()
              : Objects.requireNonNull(Shard.parse(resource.name())).file());
    }
  }

  static void require(ModelStatement statement, ModelContent content, UnsignedFiles unsigned) {
    new ContentCheck(statement).compare(content, unsigned);
  }

  private void compare(ModelContent content, UnsignedFiles unsigned) {
    Map<String, String> files = new HashMap<>();
    SortedSet<String> there = content.files();
    // Release 1.0 of the reference implementation calls a single file a dot.
    boolean single = there.size() == 1 && signedFiles.equals(Set.of(DOT));
    there.forEach(file -> files.put(single ? DOT : file, file));

    Set<String> missing = new TreeSet<>(signedFiles);
    missing.removeAll(files.keySet());
    requireNone("signed but not there", missing);
    if (unsigned == UnsignedFiles.REFUSED) {
      requireNone("there but not signed", unsigned(content, files));
    }
    signedFiles.forEach(
        name ->
            ResourceHasher.hash(
                content, files.getOrDefault(name, name), name, how, this::requireSigned));
    requireNone("signed but cut off", new TreeSet<>(expected.keySet()));
  }

  private Set<String> unsigned(ModelContent content, Map<String, String> files) {
    Set<String> unsigned = new TreeSet<>(Names.ORDER);
    files.forEach(
        (name, file) -> {
          if (signedFiles.contains(name)) {
            return;
          }
          if (how.method() == Method.FILES) {
            unsigned.add(name);
          } else {
            // An empty file has no piece, so none could have been signed (OMS 6.3.2).
            ResourceHasher.hash(content, file, name, how, piece -> unsigned.add(name));
          }
        });
    return unsigned;
  }

  private void requireSigned(SignedResource found) {
    Digest signed = expected.remove(found.name());
    if (!found.digest().equals(signed)) {
      throw differs(
          "\""
              + found.name()
              + "\" has SHA-256 "
              + found.digest()
              + "; "
              + (signed == null ? "no such piece was signed" : "signed was " + signed));
    }
  }

  private static void requireNone(String what, Collection<String> names) {
    if (!names.isEmpty()) {
      throw differs(
          what
              + ": "
              + names.stream().limit(SHOWN).toList()
              + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
    }
  }

  private static InvalidSignatureException differs(String what) {
    return new InvalidSignatureException(
        Reason.CONTENT_DIFFERS,
        "the signature holds, but the model is not the one that was signed; " + what);
  }
}
