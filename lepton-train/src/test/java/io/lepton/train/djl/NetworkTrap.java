package io.lepton.train.djl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/**
 * Lets every connection from Java fail, and prints a line for each attempt: {@code java.net}
 * sockets through the socket factory, channels (and so {@code java.net.http}) through the selector
 * provider, and names of hosts through the proxy selector, before they are looked up. Works on
 * every JDK from 17, without the security manager that newer ones do not have.
 */
public final class NetworkTrap extends SelectorProvider {
  static final String ATTEMPT = "ATTEMPT ";

  /** The option that puts the selector provider in place. */
  static final String OPTION =
      "-Djava.nio.channels.spi.SelectorProvider=" + NetworkTrap.class.getName();

  /** Called by the JDK. */
  public NetworkTrap() {}

  @SuppressWarnings("deprecation") // there is no other way to see a plain socket
  static void set() throws IOException {
    Socket.setSocketImplFactory(TrappedSocket::new);
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            attempt("proxy for " + uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
  }

  private static void attempt(String what) {
    System.out.println(ATTEMPT + what);
  }

  private static ConnectException refused(String what) {
    attempt(what);
    return new ConnectException("no network here: " + what);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    throw refused("datagram channel");
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    throw refused("datagram channel");
  }

  @Override
  public Pipe openPipe() throws IOException {
    throw refused("pipe");
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    throw refused("selector");
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    throw refused("server channel");
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    throw refused("socket channel");
  }

  private static final class TrappedSocket extends SocketImpl {
    @Override
    protected void connect(String host, int port) throws IOException {
      throw refused("socket to " + host + ":" + port);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
      throw refused("socket to " + address + ":" + port);
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
      throw refused("socket to " + ((InetSocketAddress) address).getHostString());
    }

    @Override
    protected void create(boolean stream) {}

    @Override
    protected void bind(InetAddress host, int port) {}

    @Override
    protected void listen(int backlog) throws IOException {
      throw refused("listening socket");
    }

    @Override
    protected void accept(SocketImpl socket) throws IOException {
      throw refused("accepting socket");
    }

    @Override
    protected InputStream getInputStream() throws IOException {
      throw refused("input");
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
      throw refused("output");
    }

    @Override
    protected int available() {
      return 0;
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) throws IOException {
      throw refused("urgent data");
    }

    @Override
    public void setOption(int option, Object value) {}

    @Override
    public Object getOption(int option) {
      return 0;
    }
  }
}
