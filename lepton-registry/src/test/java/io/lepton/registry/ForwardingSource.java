package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what another source says, until a test overrides something. */
class ForwardingSource implements VersionSource {
  private final VersionSource delegate;

  ForwardingSource(VersionSource delegate) {
    this.delegate = delegate;
  }

  @Override
  public List<String> models() {
    return delegate.models();
  }

  @Override
  public List<VersionEntry> versions(String model) {
    return delegate.versions(model);
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    return delegate.version(id);
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    return delegate.refs(model);
  }

  @Override
  public byte[] manifest(VersionId id) {
    return delegate.manifest(id);
  }

  @Override
  public List<ByteSource> content(VersionId id, List<Piece> pieces) {
    return delegate.content(id, pieces);
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    return delegate.evaluations(model);
  }

  @Override
  public Optional<Retirement> retirement(VersionId id) {
    return delegate.retirement(id);
  }
}
