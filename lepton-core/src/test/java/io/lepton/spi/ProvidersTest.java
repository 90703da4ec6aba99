package io.lepton.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  /** Found through META-INF/services of the test class path. */
  public static final class First implements ModelEngine {
    @Override
    public String name() {
      return "first";
    }

    @Override
    public Properties properties() {
      return new Properties(Set.of("first/1"), List.of("cpu"), "none");
    }

    @Override
    public Predictor load(ModelSnapshot snapshot) {
      throw new InvalidInputException("no model is for the first engine");
    }
  }

  /** Another. */
  public static final class Second implements ModelEngine {
    @Override
    public String name() {
      return "second";
    }

    @Override
    public Properties properties() {
      return new Properties(Set.of("second/1", "second/2"), List.of("cpu"), "none");
    }

    @Override
    public Predictor load(ModelSnapshot snapshot) {
      throw new InvalidInputException("no model is for the second engine");
    }
  }

  @Test
  void findsProvidersByName() {
    assertThat(Providers.all(ModelEngine.class))
        .extracting(Named::name)
        .contains("first", "second");
    assertThat(Providers.named(ModelEngine.class, "second")).isInstanceOf(Second.class);
  }

  @Test
  void saysWhichProvidersThereAreWhenANameIsUnknown() {
    assertThatThrownBy(() -> Providers.named(ModelEngine.class, "third"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("ModelEngine")
        .hasMessageContaining("\"third\"")
        .hasMessageContaining("first, second");
  }

  @Test
  void findsAnEngineByFormatOrSaysWhatThereIs() {
    assertThat(ModelEngine.forFormat("second/2")).isInstanceOf(Second.class);
    assertThatThrownBy(() -> ModelEngine.forFormat("third/1"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("third/1")
        .hasMessageContaining("first [first/1]")
        .hasMessageContaining("second");
  }

  @Test
  void findsProvidersWithoutAContextClassLoader() throws InterruptedException {
    List<ModelEngine>[] found = new List[1];
    Thread bare = new Thread(() -> found[0] = Providers.all(ModelEngine.class));
    bare.setContextClassLoader(null);
    bare.start();
    bare.join();
    assertThat(found[0]).isNotEmpty();
  }
}
